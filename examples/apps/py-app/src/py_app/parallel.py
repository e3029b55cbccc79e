"""Worker processes: every start method that starts `sys.executable` again."""

import multiprocessing


def sum_of_squares(bounds: tuple[int, int]) -> int:
    return sum(i * i for i in range(*bounds))


def methods() -> list[str]:
    known = multiprocessing.get_all_start_methods()
    return [method for method in ("spawn", "forkserver") if method in known]


def sum_in_pool(method: str, workers: int, limit: int = 1000) -> int:
    step = -(-limit // workers)
    parts = [(start, min(start + step, limit)) for start in range(0, limit, step)]
    with multiprocessing.get_context(method).Pool(workers) as pool:
        return sum(pool.map(sum_of_squares, parts))
