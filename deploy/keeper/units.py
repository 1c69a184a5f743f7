"""The units of systemd: pages, letters and jobs, timetable, backup; each shut in as far as its work
allows."""

from deploy.keeper import places
from deploy.keeper.work import run, succeeds

SERVICES = ("raprueang-web", "raprueang-worker", "raprueang-beat")
TIMER = "raprueang-backup.timer"
HEAD = "# Written by raprueang; changes are lost with the next upgrade. Use: systemctl edit {name}\n"
UNIT = """[Unit]
Description=Rap Rueang: {what}
Documentation=file:{docs}
After=network-online.target postgresql.service redis-server.service
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
User={user}
Group={user}
WorkingDirectory={current}
Environment=SETTINGS_FILE={settings} PYTHONDONTWRITEBYTECODE=1 MALLOC_ARENA_MAX=2 LANG=C.UTF-8
ExecStart={current}/.venv/bin/{command}
Restart=always
RestartSec=2
TimeoutStopSec={patience}
LimitNOFILE=16384
{shut}ReadWritePaths={var}
InaccessiblePaths=-{backups} -{keys}
CapabilityBoundingSet=
PrivateUsers=yes
SystemCallFilter=@system-service
SystemCallFilter=~@privileged

[Install]
WantedBy=multi-user.target
"""
# Of every unit, the backup's too.
SHUT = """NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
ProtectProc=invisible
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
UMask=0077
"""
# It becomes the program's user to read the database, and owns what it writes.
BACKUP = """[Unit]
Description=Rap Rueang: backup
Documentation=file:{docs}
After=postgresql.service

[Service]
Type=oneshot
Environment=LANG=C.UTF-8
ExecStart={command} backup --by-timer
Nice=10
IOSchedulingClass=idle
{shut}ReadWritePaths={parent} {var} /run
CapabilityBoundingSet=CAP_SETUID CAP_SETGID CAP_DAC_READ_SEARCH CAP_DAC_OVERRIDE CAP_CHOWN CAP_FOWNER
SystemCallFilter=@system-service
"""
EVERY_NIGHT = """[Unit]
Description=Rap Rueang: backup, every night

[Timer]
OnCalendar=*-*-* 02:10
RandomizedDelaySec=10min
Persistent=yes

[Install]
WantedBy=timers.target
"""
WEB = "gunicorn --config config/server.py config.wsgi"
WORKER = "celery -A config worker --concurrency 2 --loglevel WARNING"
BEAT = "celery -A config beat --loglevel WARNING"


def texts() -> dict[str, str]:
    """Each unit's file name and text."""
    given = {
        "docs": places.CURRENT / "docs" / "operations.md",
        "user": places.USER,
        "current": places.CURRENT,
        "settings": places.SETTINGS,
        "var": places.VAR,
        "backups": places.BACKUPS,
        "keys": places.KEYS,
        "parent": places.BACKUPS.parent,
        "shut": SHUT,
    }
    found = {
        "raprueang-web.service": UNIT.format(what="pages", command=WEB, patience=60, **given),
        "raprueang-worker.service": UNIT.format(
            what="letters and jobs", command=WORKER, patience=60, **given
        ),
        "raprueang-beat.service": UNIT.format(what="timetable", command=BEAT, patience=20, **given),
        "raprueang-backup.service": BACKUP.format(command=places.COMMAND, **given),
        TIMER: EVERY_NIGHT,
    }
    return {name: HEAD.format(name=name) + text for name, text in found.items()}


def write() -> None:
    """Write all of them and have systemd read them. Raises Trouble."""
    for name, text in texts().items():
        (places.UNITS / name).write_text(text, encoding="utf-8")
        (places.UNITS / name).chmod(0o644)
    run(["systemctl", "daemon-reload"], trouble="systemd did not read the new units.")


def start() -> None:
    """Start what serves, and the timer, now and with the machine. Raises Trouble."""
    sentence = "A service did not start. `journalctl -u 'raprueang-*' -n 50` says why."
    run(["systemctl", "enable", "--now", *SERVICES, TIMER], trouble=sentence)


def stop() -> None:
    """Stop what serves; letters wait in the database meanwhile. Raises Trouble."""
    present = [name for name in SERVICES if (places.UNITS / f"{name}.service").exists()]
    if present:
        run(["systemctl", "stop", *present], trouble="A service could not be stopped.")


def is_active(name: str) -> bool:
    """Whether a unit runs."""
    return succeeds(["systemctl", "is-active", "--quiet", name])
