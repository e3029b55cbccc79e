/** The library brings no types. */
declare module 'spdx-expression-parse' {
  /** @throws Error for what is no SPDX expression */
  export default function parse(text: string): unknown;
}
