/** Tiny arm64 programs without a compiler: system calls and nothing else. */
import { buildElf, type ElfRecipe } from './elf.testing';

const SVC = 0xd4000001;
const SYSCALL = { write: 64, ppoll: 73, exit: 93, execve: 221 };

/** `mov x<register>, #value` (16 bits). */
function mov(register: number, value: number): number {
  return (0xd2800000 | (value << 5) | register) >>> 0;
}
/** `adr x<register>, pc + distance` */
function adr(register: number, distance: number): number {
  return (0x10000000 | ((distance & 3) << 29) | (((distance >> 2) & 0x7ffff) << 5) | register) >>> 0;
}
function words(...instructions: number[]): Buffer {
  const code = Buffer.alloc(4 * instructions.length);
  instructions.forEach((word, i) => {
    code.writeUInt32LE(word, 4 * i);
  });
  return code;
}

/** Writes `text` to standard output and exits. */
export function printingProgram(text: string, exitCode = 0, recipe: ElfRecipe = {}): Buffer {
  const bytes = Buffer.from(text);
  const code = words(
    // The text follows the eight instructions; adr counts from itself, the second one.
    ...[mov(0, 1), adr(1, 7 * 4), mov(2, bytes.length), mov(8, SYSCALL.write), SVC],
    ...[mov(0, exitCode), mov(8, SYSCALL.exit), SVC],
  );
  return buildElf({ ...recipe, code: () => Buffer.concat([code, bytes]) });
}

/** `add x2, sp, #24`: the environment of a program that was started without arguments. */
const OWN_ENVIRONMENT = 0x910063e2;

/** Replaces itself by the program at an absolute path, with its own environment; exits with 99 where that is refused. */
export function executingProgram(path: string): Buffer {
  const name = Buffer.from(`${path}\0`);
  const instructions = 8;
  const argvAt = Math.ceil((instructions * 4 + name.length) / 8) * 8;
  return buildElf({
    code: (address) => {
      const code = Buffer.alloc(argvAt + 16);
      const nameAt = instructions * 4;
      words(
        ...[adr(0, nameAt), adr(1, argvAt - 4), OWN_ENVIRONMENT, mov(8, SYSCALL.execve), SVC],
        ...[mov(0, 99), mov(8, SYSCALL.exit), SVC],
      ).copy(code);
      name.copy(code, nameAt);
      code.writeBigUInt64LE(BigInt(address + nameAt), argvAt);
      return code;
    },
  });
}

/** Waits for ever without using the CPU. */
export function waitingProgram(): Buffer {
  return buildElf({ code: () => words(mov(0, 0), mov(1, 0), mov(2, 0), mov(3, 0), mov(8, SYSCALL.ppoll), SVC) });
}
