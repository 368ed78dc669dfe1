"""Settings that belong to the database and not to the machine it runs on."""

from sqlmodel import Field

from store.rows.row import Row


class SettingRow(Row, table=True):
    """One named value."""

    __tablename__ = "settings"

    name: str = Field(primary_key=True)
    value: str
