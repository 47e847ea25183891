"""When the night runs: the job, its schedule in the shop's time zone, and what happens when it fails."""

import dagster as dg

from assets import settings
from assets.warehouse import TAG

_ZONE = settings.load().rules.time_zone

nightly = dg.define_asset_job(
    "nightly",
    selection=dg.AssetSelection.all(),
    description="The nightly close, from the files in the landing zone to the published database and the outbox.",
    tags={TAG: str(settings.warehouse().resolve())},
    executor_def=dg.in_process_executor,
)


@dg.schedule(
    job=nightly, cron_schedule="0 2 * * *", execution_timezone=_ZONE, default_status=dg.DefaultScheduleStatus.RUNNING
)
def nightly_at_two(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """02:00 in the shop's time zone, once on both nights the clock changes; its instant is the night's clock."""
    as_of = context.scheduled_execution_time.isoformat()
    return dg.RunRequest(run_key=as_of, run_config=dg.RunConfig(ops={"night": {"config": {"as_of": as_of}}}))


@dg.run_failure_sensor(monitored_jobs=[nightly], default_status=dg.DefaultSensorStatus.RUNNING)
def night_failed(context: dg.RunFailureSensorContext) -> None:
    """Say in the daemon's log which night failed and why; the published database is untouched."""
    failures = context.get_step_failure_events()
    said = failures[0].message if failures else context.failure_event.message
    context.log.error("the night %s failed: %s", context.dagster_run.run_id, said)
