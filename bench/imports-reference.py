"""What CPython's ast finds in files: python3 imports-reference.py <list.json> prints one list per file, null where it fails."""
import ast
import json
import sys
import warnings

ERRORS = {'ImportError', 'ModuleNotFoundError', 'Exception', 'BaseException'}
OWNERS = {'importlib', 'builtins', '__builtins__', '__builtin__'}
CALLS = {'import_module', '__import__'}


def words(node):
    return {getattr(n, 'id', None) or getattr(n, 'attr', None) for n in ast.walk(node)}


def is_typing(test):
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        test = test.values[0]
    return getattr(test, 'id', None) == 'TYPE_CHECKING' or getattr(test, 'attr', None) == 'TYPE_CHECKING'


def catches(handler):
    return handler.type is None or bool(words(handler.type) & ERRORS)


def suppresses(node):
    return any('suppress' in words(i) and words(i) & ERRORS for i in (item.context_expr for item in node.items))


class Finder:
    def __init__(self):
        self.found = []

    def call(self, node):
        func = node.func
        name = getattr(func, 'id', None) or getattr(func, 'attr', None)
        if name not in CALLS:
            return
        if isinstance(func, ast.Attribute) and getattr(func.value, 'id', None) not in OWNERS:
            return
        line = func.end_lineno
        argument = node.args[0] if node.args else next((k.value for k in node.keywords if k.arg == 'name'), None)
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            module = argument.value.lstrip('.')
            self.found.append([module, len(argument.value) - len(module), None, line, 'call'])
        else:
            self.found.append('computed %d' % line)

    def visit(self, node, typing, guarded, function):
        where = 'type-checking' if typing else 'try' if guarded else 'function' if function else 'module'
        if isinstance(node, ast.Import):
            for alias in node.names:
                self.found.append([alias.name, 0, None, node.lineno, where])
        elif isinstance(node, ast.ImportFrom):
            names = [alias.name for alias in node.names]
            self.found.append([node.module or '', node.level, names, node.lineno, where])
        elif isinstance(node, ast.Call):
            self.call(node)
        context = (typing, guarded, function)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            context = (typing, False, True)
        elif isinstance(node, ast.ExceptHandler):
            context = (typing, guarded or catches(node), function)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            context = (typing, guarded or suppresses(node), function)
        for field, value in ast.iter_fields(node):
            inner = context
            if isinstance(node, ast.If) and field in ('body', 'orelse'):
                negated = isinstance(node.test, ast.UnaryOp) and isinstance(node.test.op, ast.Not)
                if field == 'body' and is_typing(node.test) or field == 'orelse' and negated and is_typing(node.test.operand):
                    inner = (True, guarded, function)
            elif field == 'body' and type(node).__name__ in ('Try', 'TryStar'):
                inner = (typing, guarded or any(map(catches, node.handlers)), function)
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    self.visit(child, *inner)


def imports_of(path):
    try:
        with open(path, 'rb') as file:
            tree = ast.parse(file.read())
        finder = Finder()
        finder.visit(tree, False, False, False)
        return finder.found
    except (SyntaxError, ValueError, RecursionError, MemoryError, LookupError):
        return None


warnings.simplefilter('ignore')
sys.setrecursionlimit(20000)
with open(sys.argv[1], encoding='utf-8') as file:
    json.dump([imports_of(path) for path in json.load(file)], sys.stdout)
