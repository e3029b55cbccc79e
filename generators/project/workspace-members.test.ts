import { addMember } from './workspace-members';

const added = async (text: string): Promise<string> => addMember('pyproject.toml', text, 'libs/new');

it.each([
  ['nothing', '', '[tool.uv.workspace]\nmembers = ["libs/new"]\n'],
  ['one line', '[tool.uv.workspace]\nmembers = ["a"] # all\nexclude = ["b"]\n', 'members = ["a", "libs/new"] # all\n'],
  ['a comma at the end', '[tool.uv.workspace]\nmembers = ["a", ]\n', 'members = ["a", "libs/new", ]\n'],
  ['an empty array', '[tool.uv.workspace]\nmembers = []\n', 'members = ["libs/new"]\n'],
  ['literal strings', "[tool.uv.workspace]\nmembers = ['a']\n", "members = ['a', 'libs/new']\n"],
  [
    'lines',
    '[tool.uv.workspace]\nmembers = [\n  "a", # A\n  # B\n  "b", # last\n  # end\n]\n',
    '  "b", # last\n  "libs/new",\n  # end\n]\n',
  ],
  [
    'lines without the last comma',
    '[tool.uv.workspace]\nmembers = [\n\t"a",\n\t"b" # last\n]\n',
    '\t"b", # last\n\t"libs/new"\n]\n',
  ],
  ['a comma in a comment', '[tool.uv.workspace]\nmembers = [\n  "b" # last,\n]\n', '  "b", # last,\n  "libs/new"\n]\n'],
  [
    'commas first',
    "[tool.uv.workspace]\nmembers = [\n    'a'\n  , 'b' # x\n]\n",
    "    'a'\n  , 'b', # x\n  'libs/new'\n]\n",
  ],
  [
    'comments alone',
    '[tool.uv.workspace]\nmembers = [\n    # none yet\n]\n',
    '[\n    # none yet\n    "libs/new",\n]\n',
  ],
  [
    'an end on the line of the last',
    '[tool.uv.workspace]\nmembers = ["a",\n           "b"]\n',
    '           "b", "libs/new"]\n',
  ],
  [
    'no members',
    '[tool.uv.workspace] # uv\nexclude = ["x"]\n',
    '[tool.uv.workspace] # uv\nmembers = ["libs/new"]\nexclude = ["x"]\n',
  ],
  [
    'a heading with spaces on Windows lines',
    '[ tool.uv.workspace ] # uv\r\n[tool.ruff]\r\n',
    '] # uv\r\nmembers = ["libs/new"]\r\n[tool.ruff]\r\n',
  ],
  ['a heading at the end', '[tool.uv.workspace] # uv', '[tool.uv.workspace] # uv\nmembers = ["libs/new"]'],
  [
    'an inline table',
    '[tool.uv]\nworkspace = { members = ["a"], exclude = ["b"] }\n',
    '{ members = ["a", "libs/new"], exclude = ["b"] }\n',
  ],
  ['dotted keys', 'tool.uv.workspace.members = ["a"]\n', 'members = ["a", "libs/new"]\n'],
  [
    'settings alone',
    '# mine\n[tool.ruff]\nline-length   =   120 # wide',
    '120 # wide\n\n[tool.uv.workspace]\nmembers = ["libs/new"]\n',
  ],
  ['a project', '[project]\nname = "a"\n', 'name = "a"\n\n[tool.uv.workspace]\nmembers = ["libs/new"]\n'],
  [
    'Windows lines',
    '[tool.uv.workspace]\r\nmembers = [\r\n  "a", # A\r\n]\r\n',
    '  "a", # A\r\n  "libs/new",\r\n]\r\n',
  ],
  [
    'a byte order mark',
    '\uFEFF[tool.uv.workspace]\nmembers = ["a"]\n',
    '\uFEFF[tool.uv.workspace]\nmembers = ["a", "libs/new"]\n',
  ],
])('adds a member to %s and leaves every other byte', async (_, before, expected) => {
  const after = await added(before);
  expect(after).toContain(expected);
  expect(isWithin(before, after)).toBe(true);
});

/** Whether `text` is what is left of `longer` when something is taken out. */
function isWithin(text: string, longer: string): boolean {
  let at = 0;
  for (const char of longer) {
    at += text[at] === char ? 1 : 0;
  }
  return at === text.length;
}

it('refuses what it cannot edit, and says what to add by hand', async () => {
  const inline = added('[tool]\nuv = { managed = true }\n');
  await expect(inline).rejects.toThrow('pyproject.toml writes [tool.uv.workspace] in a way that Kiln does not edit');
  await expect(inline).rejects.toMatchObject({ hint: expect.stringContaining('add "libs/new" to its members') });
  await expect(added('[tool.uv.workspace]\nmembers = "a"\n')).rejects.toMatchObject({ code: 'PYPROJECT_INVALID' });
  await expect(added('[tool.uv\n')).rejects.toMatchObject({ code: 'PYPROJECT_INVALID' });
});
