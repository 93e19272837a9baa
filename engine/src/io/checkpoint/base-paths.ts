/** The committed base model. */
export const BASE_PATH = new URL("../../../models/base.safetensors", import.meta.url);

/** The state of its training a few steps before the end: a test replays them to the same bytes. */
export const BASE_STATE_PATH = new URL("../../../models/base-state.safetensors", import.meta.url);
