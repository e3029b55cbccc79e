import { inferFixture } from './infer.testing';

it('makes no application of a library that has scripts and says so', () => {
  const scripts = `[project]\nname = "p"\nversion = "1"\n[project.scripts]\np = "p:main"\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n`;
  const inferred = (text: string) =>
    inferFixture({ 'p/pyproject.toml': text, 'p/src/p/__init__.py': '' }).projects.get('p')?.node;
  const library = inferred(`${scripts}[tool.kiln]\nfreeze = false\n`);
  expect(inferred(scripts)?.targets?.build?.executor).toBe('nx-kiln:freeze');
  expect(library?.targets?.build?.executor).toBe('nx-kiln:package');
  expect(library?.targets?.smoke?.options).toMatchObject({ artefactPath: expect.stringMatching(/wheel$/) });
  expect(library?.projectType).toBe('library');
});
