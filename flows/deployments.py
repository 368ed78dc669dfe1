"""What Prefect is told of the schedule: one deployment for each of its lines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from flows.schedule import EPOCH, SCHEDULE, Scheduled

POOL = "holdfast"
POOL_TYPE = "process"
DEPLOYMENT = "wake"
ENTRYPOINT = "flows.waking_flows.{flow}"

_HEAD = """\
# Made from flows/schedule.py by `make docs`; change the table, not this file.
#
# `holdfast worker` deploys this by itself. By hand, with PREFECT_API_URL set:
#     prefect work-pool create holdfast --type process
#     prefect --no-prompt deploy --all
name: holdfast
# The workers have the program installed: there is nothing to fetch.
pull: []
deployments:
"""

_ONE = """\
  - name: {name}
    version: {version}
    description: {words}
    entrypoint: {entrypoint}
    work_pool:
      name: {pool}
      job_variables:
        # In the worker's own process group, so that it ends with the worker.
        command: python -P -m prefect.engine
    schedules:
      - interval: {seconds}
        anchor_date: "{anchor}"
        timezone: UTC
"""


def prefect_yaml(schedule: tuple[Scheduled, ...] = SCHEDULE) -> str:
    """The file `prefect.yaml` for that schedule; slots are counted from the common epoch."""
    wanted = versions(schedule)
    return _HEAD + "".join(_one(each, wanted[each.flow]) for each in schedule)


def versions(schedule: tuple[Scheduled, ...] = SCHEDULE) -> Mapping[str, str]:
    """The version of each flow's deployment: it changes when anything about it does.

    To deploy anew throws away the runs that wait, so it is done only for another version.
    """
    return {
        each.flow: hashlib.sha256(_one(each, "").encode()).hexdigest()[:12] for each in schedule
    }


def _one(each: Scheduled, version: str) -> str:
    return _ONE.format(
        name=DEPLOYMENT,
        version=f'"{version}"',
        words=json.dumps(each.en),
        entrypoint=ENTRYPOINT.format(flow=each.flow),
        pool=POOL,
        seconds=each.deployed_every,
        anchor=EPOCH.isoformat(),
    )
