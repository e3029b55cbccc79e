/** Top-level modules of the standard library, by minor. Private ones (`_abc`) are left to their underscore. */

const ALWAYS = new Set(
  `__future__ abc antigravity argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 cProfile calendar cmath
  cmd code codecs codeop collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg csv
  ctypes curses dataclasses datetime dbm decimal difflib dis doctest email encodings ensurepip enum errno faulthandler fcntl
  filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob grp gzip hashlib
  heapq hmac html http idlelib imaplib importlib inspect io ipaddress itertools json keyword linecache locale logging lzma
  mailbox marshal math mimetypes mmap modulefinder msvcrt multiprocessing netrc nt ntpath nturl2path numbers opcode operator
  optparse os pathlib pdb pickle pickletools pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd
  py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched secrets
  select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 sre_compile sre_constants sre_parse ssl
  stat statistics string stringprep struct subprocess symtable sys sysconfig syslog tabnanny tarfile tempfile termios textwrap
  this threading time timeit tkinter token tokenize trace traceback tracemalloc tty turtle turtledemo types typing unicodedata
  unittest urllib uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xml xmlrpc zipapp zipfile zipimport
  zlib`.split(/\s+/),
);

/** Minors of Python 3 that a module came with and that it went with. */
const SOMETIMES: Readonly<Record<string, readonly [number, number]>> = {
  ...span(0, 9, 'dummy_threading formatter macpath parser symbol'),
  ...span(9, 99, 'graphlib zoneinfo'),
  ...span(11, 99, 'tomllib'),
  ...span(14, 99, 'annotationlib compression'),
  ...span(0, 11, 'binhex'),
  ...span(0, 12, 'asynchat asyncore distutils imp smtpd'),
  ...span(
    0,
    13,
    'aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib ossaudiodev pipes sndhdr spwd sunau telnetlib uu xdrlib',
  ),
};

function span(from: number, until: number, names: string): Record<string, readonly [number, number]> {
  return Object.fromEntries(names.split(' ').map((name) => [name, [from, until] as const]));
}

/**
 * @param name top-level
 * @param minor of Python 3; without it a module of any minor counts
 */
export function isStandard(name: string, minor?: number): boolean {
  const sometimes = Object.hasOwn(SOMETIMES, name) ? SOMETIMES[name] : undefined;
  if (sometimes) {
    return minor === undefined || (minor >= sometimes[0] && minor < sometimes[1]);
  }
  return ALWAYS.has(name) || (name.startsWith('_') && name !== '_');
}
