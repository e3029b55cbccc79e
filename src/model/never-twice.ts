/** A `runtime` input that makes a key another one each time: its target keeps nothing, even where `cache` is true. */
export const NEVER_TWICE = 'node -p "crypto.randomUUID()"';
