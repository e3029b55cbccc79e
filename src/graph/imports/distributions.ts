/** Which distributions provide a module: mostly the one that is called the same, else what stands here. */
import { normalizeName } from '../../project/names';

/** Import name, dotted for portions of a namespace: distributions, the usual one first. */
const PROVIDERS: Readonly<Record<string, string>> = {
  airflow: 'apache-airflow apache-airflow-core',
  attr: 'attrs',
  bs4: 'beautifulsoup4',
  cairo: 'pycairo',
  Crypto: 'pycryptodome pycrypto',
  Cryptodome: 'pycryptodomex',
  cv2: 'opencv-python opencv-python-headless opencv-contrib-python opencv-contrib-python-headless',
  dateutil: 'python-dateutil',
  decouple: 'python-decouple',
  discord: 'discord-py',
  django_filters: 'django-filter',
  dns: 'dnspython',
  docx: 'python-docx',
  dotenv: 'python-dotenv',
  elftools: 'pyelftools',
  engineio: 'python-engineio',
  faiss: 'faiss-cpu faiss-gpu',
  fitz: 'pymupdf',
  gi: 'pygobject',
  git: 'gitpython',
  gitlab: 'python-gitlab',
  github: 'pygithub',
  'google.api': 'googleapis-common-protos',
  'google.cloud': 'google-cloud-core',
  'google.oauth2': 'google-auth',
  'google.protobuf': 'protobuf',
  'google.rpc': 'googleapis-common-protos',
  googleapiclient: 'google-api-python-client',
  grpc: 'grpcio',
  grpc_status: 'grpcio-status',
  grpc_tools: 'grpcio-tools',
  haystack: 'haystack-ai django-haystack',
  igraph: 'igraph python-igraph',
  jose: 'python-jose',
  jwt: 'pyjwt',
  kafka: 'kafka-python kafka-python-ng',
  ldap: 'python-ldap',
  magic: 'python-magic',
  memcache: 'python-memcached',
  mpl_toolkits: 'matplotlib',
  multipart: 'python-multipart multipart',
  mx: 'egenix-mx-base',
  MySQLdb: 'mysqlclient',
  nacl: 'pynacl',
  OpenSSL: 'pyopenssl',
  osgeo: 'gdal',
  past: 'future',
  PIL: 'pillow',
  pkg_resources: 'setuptools',
  pptx: 'python-pptx',
  psycopg2: 'psycopg2 psycopg2-binary',
  pylab: 'matplotlib',
  pythoncom: 'pywin32',
  pywintypes: 'pywin32',
  rest_framework: 'djangorestframework',
  ruamel: 'ruamel-yaml',
  serial: 'pyserial',
  skimage: 'scikit-image',
  sklearn: 'scikit-learn',
  skopt: 'scikit-optimize',
  slugify: 'python-slugify',
  socketio: 'python-socketio',
  socks: 'pysocks',
  speech_recognition: 'speechrecognition',
  telegram: 'python-telegram-bot',
  tensorflow: 'tensorflow tensorflow-cpu tensorflow-gpu',
  umap: 'umap-learn',
  usb: 'pyusb',
  vlc: 'python-vlc',
  websocket: 'websocket-client',
  win32api: 'pywin32',
  win32com: 'pywin32',
  win32con: 'pywin32',
  win32file: 'pywin32',
  wx: 'wxpython',
  xdist: 'pytest-xdist',
  yaml: 'pyyaml',
  zmq: 'pyzmq',
  _pytest: 'pytest',
};

const LISTED = new Set(Object.values(PROVIDERS).flatMap((names) => names.split(' ')));
/** Well-known ones that are imported under their own name; of others nobody knows without installing them. */
const SAME_NAME = new Set(
  `aiobotocore aiofiles aiohttp altair anthropic anyio arrow asyncpg babel bokeh boto3 botocore cachetools celery certifi cffi
  chardet click cloudpickle colorama cryptography cython dask django duckdb fastapi flask fsspec geopandas graphene h5py httpx
  idna jinja2 joblib jsonschema keras kombu langchain lightgbm loguru lxml markdown marshmallow matplotlib mlflow more-itertools
  msgpack multidict mypy-extensions networkx nltk numba numpy openai openpyxl orjson packaging pandas paramiko passlib pendulum
  pexpect plotly polars prefect psutil pyarrow pycparser pydantic pydantic-core pygments pymongo pymysql pyparsing pyspark
  pytz ray redis regex requests rich s3fs scipy scrapy seaborn shapely simplejson six sniffio sqlalchemy sqlmodel sqlparse
  starlette statsmodels streamlit structlog sympy tabulate tenacity tiktoken tokenizers toml tomli torch torchvision tornado tqdm
  transformers twisted typer typing-extensions tzlocal ujson urllib3 websockets werkzeug wrapt xarray xgboost xlsxwriter xmltodict`.split(
    /\s+/,
  ),
);

/**
 * The distribution among some that provides a module: by the table, or called as the module or as one of the packages
 * around it (`google.cloud.storage` is of google-cloud-storage).
 * @param names PEP 503
 */
export function distributionOf(module: string, names: ReadonlySet<string>): string | undefined {
  const parts = module.split('.');
  for (let length = Math.min(parts.length, 4); length > 0; length -= 1) {
    const prefix = parts.slice(0, length).join('.');
    const listed = Object.hasOwn(PROVIDERS, prefix) ? (PROVIDERS[prefix] as string).split(' ') : [];
    const found = [...listed, normalizeName(prefix)].find((name) => names.has(name));
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** Whether it is certain under which name a distribution is imported. @param distribution PEP 503 */
export function isImportNameKnown(distribution: string): boolean {
  return LISTED.has(distribution) || SAME_NAME.has(distribution);
}
