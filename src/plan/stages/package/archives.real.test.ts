/** The scripts that rewrite wheels and sdists and check them, on the pinned interpreter. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const python = join(process.env.KILN_TEST_RUNTIME ?? '', 'bin', 'python3');
const work = mkdtempSync(join(tmpdir(), 'kiln-archives-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const REQUEST = {
  format: 'wheel',
  epoch: 315532800,
  beside: [],
  templates: {},
  lists: {},
  own: {},
  requirements: {},
  keep: true,
  bundled: [],
  added: [],
};
const METADATA =
  'Metadata-Version: 2.1\nName: Lib\nVersion: 1.0\nRequires-Dist: Acme_Core[x] ; python_version > "3"\n\nRequires-Dist: acme-core\n';

/** Python that makes an archive, rewrites it by `dist_archive` and prints what came of it. */
function run(body: string, request: object): string {
  const file = join(work, 'run.py');
  const head = [
    'import csv, hashlib, io, json, pathlib, sys, tarfile, zipfile',
    `sys.path.insert(0, ${JSON.stringify(__dirname)})`,
    'import dist_archive',
    `request = json.loads(${JSON.stringify(JSON.stringify({ ...REQUEST, ...request }))})`,
    `METADATA = ${JSON.stringify(METADATA)}`,
  ];
  writeFileSync(file, [...head, body].join('\n'));
  return execFileSync(python, ['-I', '-S', '-B', file], { cwd: work, encoding: 'utf8' }).trim();
}

/** @param change Python between the files and the archive */
const wheel = (change = '', request: object = {}): string =>
  run(
    `
files = {"b.py": "b", "a/__init__.py": "", "lib-1.0.dist-info/METADATA": METADATA,
         "lib-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"}
listed = dict(files)
${change}
def pack(order, date):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in order:
            archive.writestr(zipfile.ZipInfo(name, date), files[name])
        rows = [(n, dist_archive.hashed(listed[n].encode()), len(listed[n])) for n in listed]
        rows.append(("lib-1.0.dist-info/RECORD", "", ""))
        text = io.StringIO(); csv.writer(text).writerows(rows)
        archive.writestr("lib-1.0.dist-info/RECORD", text.getvalue())
    return out.getvalue()
try:
    one = dist_archive.wheel(pack(sorted(files), (2020, 1, 1, 0, 0, 0)), "lib-1.0-py3-none-any.whl", request)
    two = dist_archive.wheel(pack(sorted(files, reverse=True), (2021, 2, 2, 2, 2, 2)), "lib-1.0-py3-none-any.whl", request)
    assert one == two, "other bytes"
    archive = zipfile.ZipFile(io.BytesIO(one))
    print("\\n".join(archive.namelist()))
    print(archive.read("lib-1.0.dist-info/METADATA").decode())
except dist_archive.Invalid as error:
    print(*error.args)
`,
    request,
  );

it('makes equal wheels of equal files, metadata last', () => {
  expect(wheel().split('\n').slice(0, 5)).toEqual([
    'a/__init__.py',
    'b.py',
    'lib-1.0.dist-info/METADATA',
    'lib-1.0.dist-info/WHEEL',
    'lib-1.0.dist-info/RECORD',
  ]);
});

it('writes what an index understands, and leaves the README alone', () => {
  const text = wheel('', { requirements: { 'acme-core': '>=1,<2' } });
  expect(text).toContain('Requires-Dist: Acme_Core[x]>=1,<2 ; python_version > "3"\n');
  expect(text).toMatch(/\nRequires-Dist: acme-core$/);
  const bundled = wheel('', { bundled: ['acme-core'], added: ['idna>=3'] });
  expect(bundled).not.toContain('Acme_Core');
  expect(bundled).toContain('\nRequires-Dist: idna>=3\n');
});

it.each([
  ['a record that lies', 'listed["b.py"] = "other"', 'PACKAGE_INVALID RECORD names another hash for b.py'],
  ['a file that no record lists', 'del listed["b.py"]', 'PACKAGE_INVALID RECORD and the files differ: b.py'],
  [
    'a path that leads out',
    'files["../x"] = listed["../x"] = ""',
    'PACKAGE_INVALID lib-1.0-py3-none-any.whl holds paths',
  ],
  [
    'a wheel for one platform',
    'files["lib-1.0.dist-info/WHEEL"] = listed["lib-1.0.dist-info/WHEEL"] = "Root-Is-Purelib: false\\nTag: cp314-cp314-linux_x86_64\\n"',
    'PACKAGE_NATIVE lib-1.0-py3-none-any.whl is for one platform',
  ],
])('refuses %s', (_, change, expected) => {
  expect(wheel(change)).toContain(expected);
});

it('makes equal sdists of equal files, and rewrites the manifest inside', () => {
  const out = run(
    `
MANIFEST = '[project]\\nname = "lib"\\ndependencies = [\\n  "acme-core",  # next door\\n  "click>=8",\\n]\\n[tool.uv.sources]\\n"acme-core" = { workspace = true }\\n'
def pack(order, time, owner):
    files = {"lib-1.0/PKG-INFO": METADATA, "lib-1.0/pyproject.toml": MANIFEST, "lib-1.0/.git_archival.txt": "x"}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name in sorted(files, reverse=order):
            info = tarfile.TarInfo(name); info.size = len(files[name]); info.mtime = time; info.uid = owner
            archive.addfile(info, io.BytesIO(files[name].encode()))
    return out.getvalue()
one = dist_archive.sdist(pack(False, 1, 0), "lib-1.0.tar.gz", request)
two = dist_archive.sdist(pack(True, 2, 7), "lib-1.0.tar.gz", request)
assert one == two, "other bytes"
with tarfile.open(fileobj=io.BytesIO(one)) as archive:
    print([(m.name, m.mtime, m.uid, oct(m.mode)) for m in archive])
    print(archive.extractfile("lib-1.0/pyproject.toml").read().decode())
`,
    { format: 'sdist', requirements: { 'acme-core': '>=1,<2' }, beside: ['.git_archival.txt'] },
  );
  expect(out).toContain(
    "[('lib-1.0/PKG-INFO', 315532800, 0, '0o644'), ('lib-1.0/pyproject.toml', 315532800, 0, '0o644')]",
  );
  expect(out).toContain('  "acme-core>=1,<2",  # next door\n  "click>=8",');
  expect(out).toContain('"acme-core" = { workspace = true }');
});

it.each([
  ['a file twice', '[("a", b"1", ""), ("a", b"2", "")]', 'holds lib-1.0/a twice'],
  ['a link that leads out', '[("a/b", b"", "../../x")]', 'holds lib-1.0/a/b, a link that leads out: ../../x'],
  ['a link to anywhere', '[("a", b"", "/etc/x")]', 'holds lib-1.0/a, a link that leads out: /etc/x'],
  ['a PKG-INFO of the folder, then the backend’s', '[("PKG-INFO", b"made", "")]', 'PKG-INFO made'],
  ['equal files and links inside', '[("a", b"1", ""), ("a", b"1", ""), ("b/c", b"", "../a")]', 'PKG-INFO a b/c'],
])('looks at what an sdist holds: %s', (_, members, expected) => {
  const out = run(
    `
out = io.BytesIO()
with tarfile.open(fileobj=out, mode="w:gz") as archive:
    for name, text, link in [("PKG-INFO", b"", ""), *${members}]:
        info = tarfile.TarInfo(f"lib-1.0/{name}"); info.size = len(text)
        if link:
            info.type, info.linkname = tarfile.SYMTYPE, link
        archive.addfile(info, io.BytesIO(text))
try:
    with tarfile.open(fileobj=io.BytesIO(dist_archive.sdist(out.getvalue(), "lib-1.0.tar.gz", request))) as archive:
        print(*(name[8:] for name in archive.getnames()), archive.extractfile("lib-1.0/PKG-INFO").read().decode())
except dist_archive.Invalid as error:
    print(*error.args)
`,
    { format: 'sdist' },
  );
  expect(out).toContain(expected);
});

it('rewrites requirements in a manifest, and no other text that begins like one', () => {
  const manifest = [
    '[project]',
    'name = "lib"',
    'description = "Core of all"',
    'keywords = ["core", "text"]',
    'dependencies = ["core", \'Core[x]; python_version > "3"\']  # "core"',
    '',
    '[project.optional-dependencies]',
    'more = [',
    '  "core",',
    ']',
    '[dependency-groups]',
    'test = ["core", { include-group = "core" }]',
    '[tool.hatch.build.targets.wheel]',
    'packages = ["core"]',
    '[tool.poetry.dependencies]',
    'core = { path = "../core", develop = true, extras = ["a", "b"], "optional" = true } # near',
    'far = { path = "../core" }',
    'note = """',
    'dependencies = ["core"]',
    '"""',
    '',
  ].join('\n');
  const out = run(`import dist_metadata\nprint(dist_metadata.edit_manifest(${JSON.stringify(manifest)}, request))`, {
    requirements: { core: '>=1,<2' },
  });
  const [changed, kept] = [out.split('\n'), manifest.split('\n')];
  expect(changed.filter((line, at) => line !== kept[at])).toMatchInlineSnapshot(`
[
  "dependencies = ["core>=1,<2", 'Core[x]>=1,<2 ; python_version > "3"']  # "core"",
  "  "core>=1,<2",",
  "test = ["core>=1,<2", { include-group = "core" }]",
  "core = { version = ">=1,<2", extras = ["a", "b"], "optional" = true } # near",
]
`);
});

it('adds requirements to the head of metadata that has no README', () => {
  const head = 'Metadata-Version: 2.4\nName: lib\nVersion: 1\nRequires-Dist: core\n';
  const edited = (text: string) =>
    run(`import dist_metadata\nprint(repr(dist_metadata.edit(${JSON.stringify(text)}.encode(), request).decode()))`, {
      bundled: ['core'],
      added: ['idna>=3'],
    });
  expect(edited(head)).toBe("'Metadata-Version: 2.4\\nName: lib\\nVersion: 1\\nRequires-Dist: idna>=3\\n'");
  expect(edited(`${head}\n`)).toBe("'Metadata-Version: 2.4\\nName: lib\\nVersion: 1\\nRequires-Dist: idna>=3\\n\\n'");
});

it('describes a wheel by its metadata and names alone, so that an edited module needs no new check', () => {
  const out = run(
    `
def described(content, folder):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.py", content)
        archive.writestr("a/vendored.dist-info/METADATA", "none of it")
        archive.writestr("lib-1.0.dist-info/METADATA", METADATA)
    path = pathlib.Path(folder)
    dist_archive.describe(pathlib.Path("lib-1.0-py3-none-any.whl"), out.getvalue(), path)
    return {file.name: file.read_text() for file in path.iterdir()}
one, two = described("1", "one"), described("2", "two")
assert one == two, "other descriptions"
assert one["METADATA"] == METADATA
print(one["names.json"])
`,
    {},
  );
  expect(JSON.parse(out)).toEqual({
    file: 'lib-1.0-py3-none-any.whl',
    names: ['a.py', 'a/vendored.dist-info/METADATA', 'lib-1.0.dist-info/METADATA'],
  });
});

it('stands in for what git would write into archives, and gives an sdist its template back', () => {
  const source = readFileSync(join(__dirname, 'build_package.py'), 'utf8');
  const body = source.slice(source.indexOf('def copy_beside'), source.indexOf('def original'));
  const out = run(
    `
import os, shutil
SOURCE = pathlib.Path("work/source")
for path, text in {
    "in/beside/told.txt": "1.2.0", "in/beside/kept.txt": "1.2.0", "in/beside/new.txt": "1.2.0",
    "work/source/p/told.txt": "$Format:%H$", "work/source/p/kept.txt": "written by git", "work/source/told.txt": "$Format:%H$",
}.items():
    pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
    pathlib.Path(path).write_text(text)
${body}
request["folder"] = "p"
del request["templates"]
copy_beside(request)
print({path.relative_to(SOURCE).as_posix(): path.read_text() for path in sorted(SOURCE.rglob("*.txt"))})
out = io.BytesIO()
with tarfile.open(fileobj=out, mode="w:gz") as archive:
    for name in ("PKG-INFO", "kept.txt", "new.txt", "told.txt"):
        info = tarfile.TarInfo(f"lib-1.0/{name}"); info.size = 4
        archive.addfile(info, io.BytesIO(b"made"))
with tarfile.open(fileobj=io.BytesIO(dist_archive.sdist(out.getvalue(), "lib-1.0.tar.gz", request))) as archive:
    print({member.name: archive.extractfile(member).read().decode() for member in archive})
`,
    { format: 'sdist' },
  );
  expect(out.split('\n')).toEqual([
    "{'kept.txt': '1.2.0', 'new.txt': '1.2.0', 'p/kept.txt': 'written by git', 'p/new.txt': '1.2.0', 'p/told.txt': '1.2.0', 'told.txt': '1.2.0'}",
    "{'lib-1.0/PKG-INFO': 'made', 'lib-1.0/kept.txt': 'made', 'lib-1.0/told.txt': '$Format:%H$'}",
  ]);
});

it('names what a wheel can be asked to import', () => {
  const paths = [
    'a/__init__.py',
    'a/b.py',
    'c.py',
    'ns/d/__init__.py',
    'ns/e.py',
    'x-1.dist-info/METADATA',
    'my-script.py',
  ];
  const source = readFileSync(join(__dirname, 'prove_wheel.py'), 'utf8');
  const body = source.slice(source.indexOf('def modules_in'), source.indexOf('def main'));
  expect(run(`${body}\nprint(*modules_in(${JSON.stringify(paths)}))`, {})).toBe('a c ns.d ns.e');
});

it('gives files back that were changed for the build', () => {
  const own = 'request["own"] = {METADATA.encode(): METADATA.replace("1.0", "2.0").encode()}';
  expect(wheel(own)).toContain('\nVersion: 2.0\n');
});
