/** The library's own validator, by the schema of CycloneDX: seconds, so it is no unit test. */
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { sbomText } from './sbom';
import { SBOM_FACTS } from './sbom.testing';

jest.setTimeout(60_000);

it('is CycloneDX 1.6 to the letter', async () => {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  const text = await sbomText(SBOM_FACTS);
  expect(await validator.validate(text)).toBeNull();
  expect(await validator.validate(text.replace('"SHA-256"', '"SHA-255"'))).not.toBeNull();
  expect(await validator.validate(text.replace('"components"', '"component"'))).not.toBeNull();
});
