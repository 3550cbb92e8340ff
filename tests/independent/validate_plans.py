"""Validates plans against schema/plan.schema.json with two independent validators, jsonschema (Python) and jsonschema-rs (Rust), neither of
them ours: python tests/independent/validate_plans.py PLAN…

Then breaks each plan in four ways that the schema must refuse. Ends with 1 on any surprise.
"""
import copy
import json
import pathlib
import sys

import jsonschema_rs
from jsonschema import Draft202012Validator

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "schema" / "plan.schema.json"


def main(paths):
    schema = json.loads(SCHEMA.read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    second = jsonschema_rs.Draft202012Validator(schema)
    failed = 0
    for path in paths:
        plan = json.loads(pathlib.Path(path).read_text())
        errors = [f"{list(e.absolute_path)}: {e.message[:120]}" for e in validator.iter_errors(plan)]
        errors += [f"{list(e.instance_path)}: {e.message[:120]}" for e in second.iter_errors(plan)]
        broken = []
        for change in ("status", "tiers", "hash", "unknown"):
            bad = copy.deepcopy(plan)
            if change == "status":
                bad["design"]["header"]["status"] = "perhaps"
            elif change == "tiers":
                del bad["design"]["blueprint"]["program"]["tiers"]
            elif change == "unknown":
                bad["design"]["header"]["invented"] = 1
            else:
                bad["plan_hash"] = 7
            if validator.is_valid(bad) or second.is_valid(bad):
                broken.append(change)
        print(f"{path}: {'valid' if not errors else errors[:3]}{'' if not broken else f'; the schema takes a broken {broken}'}")
        failed += bool(errors) + bool(broken)
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
