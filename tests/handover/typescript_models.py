"""Reads the generated TypeScript models of a maker's package and holds JSON against them: every key known, every required key there,
every value of its declared type, literal values among those declared."""
import json
import re
from pathlib import Path


class Models:
    """The models of one package, by class name."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def declaration(self, name):
        path = self.folder / f"{name[0].lower()}{name[1:]}.d.ts"
        return path.read_text(encoding="utf-8") if path.exists() else None

    def base_names(self, name):
        text = (self.folder / f"{name[0].lower()}{name[1:]}.js").read_text(encoding="utf-8")
        pairs = re.findall(r"""["']?name["']?:\s*["'](\w+)["'],\s*["']?baseName["']?:\s*["']([\w$]+)["']""", text)
        return dict(pairs)

    def check(self, value, name, where):
        """Problems of `value` as an object of the class `name`."""
        text = self.declaration(name)
        if text is None:
            return [f"{where}: the package has no model {name}"]
        alias = re.search(rf"export type {name} = ([^;]+);", text)
        if alias:
            return self.check_type(value, alias.group(1), where, name)
        if not isinstance(value, dict):
            return [f"{where}: {name} is an object, and this is {value!r}"]
        base = self.base_names(name)
        fields = re.findall(r"^    '(\w+)'(\?)?: (.+);$", text, re.M)
        known = {base.get(field, field): (optional, kind) for field, optional, kind in fields}
        problems = [f"{where}: {name} knows no {key}" for key in value if key not in known]
        for key, (optional, kind) in known.items():
            if key in value:
                problems += self.check_type(value[key], kind, f"{where}.{key}", name)
            elif not optional:
                problems.append(f"{where}: {name} needs {key}")
        return problems

    def check_type(self, value, kind, where, owner):
        attempts = [self.check_one(value, part.strip(), where, owner) for part in split_union(kind)]
        return [] if any(a == [] for a in attempts) else min(attempts, key=len)

    def check_one(self, value, kind, where, owner):
        wrong = [f"{where}: {json.dumps(value)} is not {kind}"]
        plain = {"string": str, "boolean": bool, "object": dict}
        if kind in ("any", "{ [key: string]: any; }"):
            return []
        if kind == "Date":
            return [] if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d(T.*)?", value) else wrong
        if kind == "null":
            return [] if value is None else wrong
        if kind == "number":
            return [] if isinstance(value, (int, float)) and not isinstance(value, bool) else wrong
        if kind in plain:
            return [] if isinstance(value, plain[kind]) else wrong
        if kind.startswith("'"):
            return [] if value == kind.strip("'") else wrong
        if kind.startswith("Array<"):
            if not isinstance(value, list):
                return wrong
            return [p for i, v in enumerate(value) for p in self.check_type(v, kind[6:-1], f"{where}[{i}]", owner)]
        if "." in kind:
            return [] if value in self.enum(owner, kind.split(".")[1]) else wrong
        return self.check(value, kind, where)

    def enum(self, owner, name):
        text = (self.folder / f"{owner[0].lower()}{owner[1:]}.js").read_text(encoding="utf-8")
        return set(re.findall(rf"{name}\[\w*{name}?\[?[\"'](?:\w+)[\"']\]?\s*=\s*[\"']?([\w-]+)[\"']?\]", text)) | set(
            re.findall(rf"{name}\[{name}\[[\"'](\w+)[\"']\]", text)
        ) | set(re.findall(rf"{name}\[[\"']\w+[\"']\] = [\"']([\w-]+)[\"']", text))


def split_union(kind):
    """The parts of a union that stand at its outermost level."""
    parts, depth, begin = [], 0, 0
    for i, c in enumerate(kind):
        depth += c in "<{"
        depth -= c in ">}"
        if c == "|" and depth == 0:
            parts.append(kind[begin:i])
            begin = i + 1
    return parts + [kind[begin:]]


class JavaScriptModels:
    """Generated JavaScript models without declarations of types: keys and kinds by `constructFromObject`, needs by `initialize`."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def check(self, value, name, where):
        text = (self.folder / f"{name}.js").read_text(encoding="utf-8")
        kinds = dict(re.findall(r"obj\['(\w+)'\] = _ApiClient\[\"default\"\]\.convertToType\(data\['\w+'\], (.+)\);", text))
        kinds |= {k: f"model {m}" for k, m in re.findall(r"obj\['(\w+)'\] = _(\w+)\[\"default\"\]\.constructFromObject", text)}
        needs = re.findall(r"obj\['(\w+)'\]", re.search(r"function initialize\(.*?\}", text, re.S).group(0))
        problems = [f"{where}: {name} knows no {key}" for key in value if key not in kinds]
        problems += [f"{where}: {name} needs {key}" for key in needs if key not in value]
        allowed = re.findall(rf"{name}\['(\w+)Enum'\] = \{{(.*?)\}};", text, re.S)
        for enum, body in allowed:
            key = enum[0].lower() + enum[1:]
            values = re.findall(r'"[^"]+": "([^"]+)"', body)
            if key in value and value[key] not in values:
                problems.append(f"{where}.{key}: {value[key]!r} is none of {values}")
        for key in (k for k in value if k in kinds):
            problems += self.check_kind(value[key], kinds[key], f"{where}.{key}")
        return problems

    def check_kind(self, value, kind, where):
        plain = {"'String'": str, "'Boolean'": bool, "'Number'": (int, float), "'Date'": str}
        if kind in plain:
            good = isinstance(value, plain[kind]) and (kind != "'Number'" or not isinstance(value, bool))
            return [] if good else [f"{where}: {value!r} is not {kind}"]
        inner = re.match(r"\[(.+)\]$", kind)
        if inner:
            if not isinstance(value, list):
                return [f"{where}: {value!r} is no list"]
            return [p for i, v in enumerate(value) for p in self.check_kind(v, inner.group(1), f"{where}[{i}]")]
        model = re.match(r"_(\w+)\[\"default\"\]", kind)
        return self.check(value, model.group(1), where) if model else []
