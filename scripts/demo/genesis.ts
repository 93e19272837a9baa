/** The demonstration begins here, whatever the day: block times, and with them every hash, are the same on every machine. */
export const GENESIS_SECONDS = Date.UTC(2026, 0, 1) / 1000;
