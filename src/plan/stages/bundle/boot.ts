/** A Python name or dotted name, as far as the entry point's reader lets it through. */
const DOTTED = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u;

export interface BootOptions {
  /** `py_app.cli` */
  readonly module: string;
  /** `main`, or a dotted path to something callable in the module. */
  readonly function: string;
  /** Where CA certificates are looked for before the application starts; absent: OpenSSL's own search. */
  readonly certificates?: CertificateSearch;
}

export interface CertificateSearch {
  /** `certifi`'s file relative to the bundle, for machines without certificates. */
  readonly bundled?: string;
}

/** Collections while the application is imported find next to nothing and cost 3 % of the start of 150 modules. */
const RARE = 100_000;

/**
 * Certificates of systems: where OpenSSL of the runtimes finds them by itself, then where it does not look (Fedora and
 * Red Hat, openSUSE).
 */
const FOUND_ANYWAY = ['/etc/ssl/certs/ca-certificates.crt', '/etc/ssl/cert.pem'];
const FOUND_ELSEWHERE = [
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
];

/**
 * Source of boot.pyc, what the launcher runs as `__main__`.
 * The guard keeps children of multiprocessing, which load it again under another name, from starting the application.
 * What an application sets itself while it is imported (gc.disable, gc.set_threshold) is left as it is.
 * @throws Error for text that is no name: it would become code
 */
export function bootSource({ module, function: path, certificates }: BootOptions): string {
  for (const name of [module, path]) {
    if (!DOTTED.test(name)) {
      throw new Error(`not a dotted Python name: ${JSON.stringify(name)}`);
    }
  }
  const [first, ...rest] = path.split('.');
  return `import builtins
import gc
${certificates ? 'import os\n' : ''}import sys

builtins.exit = builtins.quit = sys.exit  # as site does, which is not loaded

if __name__ == '__main__':
    usual = gc.get_threshold()
    gc.set_threshold(${RARE}, *usual[1:])
${certificates ? search(certificates) : ''}    from ${module} import ${first} as entry

    if gc.get_threshold()[0] == ${RARE}:
        gc.set_threshold(*usual)
    sys.exit(${['entry', ...rest].join('.')}())
`;
}

/** Sets SSL_CERT_FILE where OpenSSL would find nothing; what the user has set stays. */
function search({ bundled }: CertificateSearch): string {
  const files = [
    ...FOUND_ELSEWHERE.map(quote),
    ...(bundled === undefined ? [] : [`sys.prefix + ${quote(`/../${bundled}`)}`]),
  ];
  return `    if not ('SSL_CERT_FILE' in os.environ or 'SSL_CERT_DIR' in os.environ):
        if not any(map(os.path.exists, (${FOUND_ANYWAY.map(quote).join(', ')}))):
            for file in (${files.join(', ')}):
                if os.path.exists(file):
                    os.environ['SSL_CERT_FILE'] = file
                    break
`;
}

function quote(text: string): string {
  return `'${text}'`;
}

/** Names in the template that entry_scripts.py replaces. */
const TEMPLATE = { module: 'kiln_module', function: 'kiln_function.kiln_rest' };

/** Source of a boot file whose entry point is only known when the packages are there. */
export function bootTemplate(certificates: CertificateSearch | undefined): string {
  return bootSource({ ...TEMPLATE, ...(certificates ? { certificates } : {}) });
}
