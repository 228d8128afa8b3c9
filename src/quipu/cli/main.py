"""The `quipu` command: its verbs, loaded one by one so that help is quick, and its way of failing."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from quipu.errors import QuipuError

VERBS = {
    "init": ("quipu.cli.setup:init", "Escribe .env con una clave propia y crea la base de datos."),
    "migrate": ("quipu.cli.setup:migrate", "Pone la base de datos al día con esta versión de Quipu."),
    "settings": ("quipu.cli.setup:settings", "Muestra cada ajuste como en .env.example."),
    "people": ("quipu.cli.people:people", "Agrega personas, les da un rol y centros de costo."),
    "token": ("quipu.cli.tokens:token", "Hace y revoca las claves con que entra un programa."),
    "template": ("quipu.cli.workbooks:template", "Escribe el libro propio en blanco."),
    "import": ("quipu.cli.importing:import_files", "Importa un libro de Quipu, o los archivos de Ceplan V.01."),
    "export": ("quipu.cli.workbooks:export", "Escribe lo de una institución como libro, o como Ceplan V.01."),
    "evaluate": ("quipu.cli.evaluating:evaluate", "Calcula y guarda los resultados de un plan en un periodo."),
    "execution": (
        "quipu.cli.evaluating:execution",
        "Calcula la ejecución física de las actividades hasta un mes.",
    ),
    "report": ("quipu.cli.reporting:report", "Genera un informe en todos sus formatos."),
    "report-template": ("quipu.cli.reporting:report_template", "Escribe la plantilla de un informe, para editarla."),
    "publish": ("quipu.cli.reporting:publish", "Publica un informe generado; sus archivos ya no cambian."),
    "drift": ("quipu.cli.reporting:drift", "Muestra las cifras publicadas que hoy serían otras."),
    "demo": ("quipu.cli.demonstrating:demo", "Importa las instituciones de ejemplo y genera sus informes."),
    "serve": ("quipu.cli.serving:serve", "Atiende en el navegador."),
    "worker": ("quipu.cli.serving:worker", "Hace el trabajo largo que piden las páginas."),
    "remind": ("quipu.cli.reminding:remind", "Recuerda por correo lo que falta reportar."),
    "digest": ("quipu.cli.digest:digest", "Envía por correo el resumen diario o semanal del registro."),
    "recount": ("quipu.cli.counting:recount", "Cuenta de nuevo los indicadores con regla de conteo."),
    "counts": ("quipu.cli.counting:counts", "Compara lo contado de cada indicador con lo reportado y lo publicado."),
    "evidence": ("quipu.cli.evidence:evidence", "Agrega y muestra los documentos que prueban lo registrado."),
    "versions": ("quipu.cli.versions:versions", "Compara las versiones de un plan."),
}
"""Every verb: where its command is, and the line that `quipu --help` shows. A new verb is one line here."""


class LazyGroup(click.Group):
    """A group that imports a verb only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in the order in which they are declared."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb, imported now."""
        if cmd_name not in VERBS:
            return None
        module, _, name = VERBS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs, from the table alone."""
        with formatter.section("Verbos"):
            formatter.write_dl([(name, told) for name, (_, told) in VERBS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="quipu", prog_name="quipu")
@click.option("--debug", is_flag=True, help="Muestra la traza completa de un error.")
def cli(debug: bool) -> None:
    """Quipu: planeamiento, seguimiento y evaluación de una institución pública."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command; what a person can mend is told without a traceback, with exit code 2."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        cli.main(args=arguments, prog_name="quipu")
    except QuipuError as error:
        if "--debug" in arguments:
            raise
        click.echo(f"Error [{error.code}]: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
