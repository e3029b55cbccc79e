import { isPlainSetup } from './setup-code';

it.each([
  'from setuptools import setup\nsetup()\n',
  '#!/usr/bin/env python\n"""Doc."""\nimport setuptools\n\nsetuptools.setup(name="a", packages=setuptools.find_packages("src"))\n',
  'from setuptools import find_packages, setup\nV = "1"\nif __name__ == "__main__":\n    setup(name="a", version=V, packages=find_packages(exclude=["t"]))\n',
  'from distutils.core import setup\nsetup(package_dir={"": "src"}, py_modules=["a"])\n',
])('%j reads nothing', (text) => {
  expect(isPlainSetup(text)).toBe(true);
});

it.each([
  'from setuptools import setup\nsetup(long_description=open("README").read())\n',
  'import os\nfrom setuptools import setup\nsetup()\n',
  'from setuptools import setup\nif True: import os\nsetup(version=os.environ["V"])\n',
  'import setuptools, pathlib\nsetuptools.setup()\n',
  'from pathlib import Path\nfrom setuptools import setup\nsetup(version=Path("V").read_text())\n',
  'from setuptools import setup\ndef f():\n    pass\nsetup(version=f())\n',
  'from setuptools import setup as s\ns()\n',
  'from setuptools import setup\nclass C:\n    pass\nsetup()\n',
  'from setuptools import setup\nx = [open][0]("a")\nsetup()\n',
  'import versioneer\nfrom setuptools import setup\nsetup(version=versioneer.get_version())\n',
  'from setuptools import setup\nexec("1")\nsetup()\n',
])('%j may read anything', (text) => {
  expect(isPlainSetup(text)).toBe(false);
});
