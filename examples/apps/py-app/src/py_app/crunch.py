"""Work for compiled code: validate, serialise and read back records."""

import hashlib

import ujson
from pydantic import BaseModel, PositiveInt, ValidationError


class Reading(BaseModel):
    sensor: str
    value: PositiveInt


def crunch(count: int) -> dict[str, object]:
    readings = [Reading(sensor=f"s{i % 7}", value=i * i + 1) for i in range(count)]
    text = ujson.dumps([reading.model_dump() for reading in readings], sort_keys=True)
    back = [Reading.model_validate(item) for item in ujson.loads(text)]
    return {
        "count": len(back),
        "total": sum(reading.value for reading in back),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "refused": refuses_nonsense(),
    }


def refuses_nonsense() -> bool:
    try:
        Reading.model_validate({"sensor": "s0", "value": -1})
    except ValidationError:
        return True
    return False
