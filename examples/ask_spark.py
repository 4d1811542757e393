"""Asks many files one question with Spark, one network per partition; the answers become a Parquet table.

    spark-submit --master 'local[2]' ask_spark.py files.txt "Who is liable?" answers.parquet

Every executor needs longdoc installed. A file that cannot be read has the reason in the column `error`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

COLUMNS = "path string, answer string, page string, confidence double, error string"
FILES_A_PARTITION = 100


def ask(
    paths: Iterable[str], question: str
) -> Iterator[tuple[str, str | None, str | None, float, str | None]]:
    """Rows of COLUMNS; the next file is opened while one is asked."""
    from longdoc import DocumentError, LongDoc

    with LongDoc(cache=False) as longdoc:
        for path in longdoc.prefetched(paths):
            try:
                found = longdoc.ask(longdoc.open(path), question)
            except DocumentError as error:
                yield path, None, None, 0.0, str(error)
            else:
                yield path, found.answer, found.page, found.confidence, None


def main(manifest: str, question: str, output: str) -> None:
    """Ask the files of a list, one path per line, and write the table."""
    from pyspark.sql import SparkSession

    paths = Path(manifest).read_text(encoding="utf-8").splitlines()
    spark = SparkSession.builder.appName("longdoc").getOrCreate()
    partitions = max(spark.sparkContext.defaultParallelism, len(paths) // FILES_A_PARTITION)
    files = spark.sparkContext.parallelize(paths, partitions)
    rows = files.mapPartitions(lambda part: ask(part, question))
    spark.createDataFrame(rows, COLUMNS).write.mode("overwrite").parquet(output)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
