"""Every address of the browser face. Addresses are words of the language of those who read them: Spanish.

Those of the interface for programs come in one line, from `quipu.web.api`.
"""

from django.urls import path, register_converter

from quipu.web.api import addresses as api_addresses
from quipu.web.converters import ExecutingUnitConverter, PeriodConverter
from quipu.web.views import (
    activities,
    correction,
    dashboard,
    entry,
    evaluation,
    exports,
    faults,
    history,
    importing,
    indicator,
    people,
    pictures,
    plan,
    poi_versions,
    published_figure,
    reports,
    tasks,
    tokens,
)
from quipu.web.views.collection import board, calendar, deciding, drafting, evidence, periods, sheets, submission
from quipu.web.views.counting import editing as counting_rule
from quipu.web.views.counting import looking as counts
from quipu.web.views.evidence import adding as adding_documents
from quipu.web.views.evidence import citing as citing_documents
from quipu.web.views.evidence import document as one_document
from quipu.web.views.evidence import listing as documents
from quipu.web.views.register import calendar as register_calendar
from quipu.web.views.register import countries as register_countries
from quipu.web.views.register import exports as register_exports
from quipu.web.views.register import listing as register_listing
from quipu.web.views.register_records import (
    actor_editing,
    actors,
    chains,
    commitments,
    digest,
    instruments,
    mechanism_editing,
    mechanisms,
    pending,
    regions,
)
from quipu.web.views.register_records import deciding as deciding_records
from quipu.web.views.register_records import editing as editing_records
from quipu.web.views.register_records import merging as merging_records
from quipu.web.views.register_records import record as one_record

register_converter(PeriodConverter, "period")
register_converter(ExecutingUnitConverter, "executing_unit")

_PERIOD = "<slug:slug>/recojo/<period:period>/"
_LEVEL = f"{_PERIOD}niveles/<str:level>/"
_SUBMISSION = f"{_PERIOD}<executing_unit:unit>/<str:centre>/"

urlpatterns = [
    path("", entry.home, name="home"),
    path("api/v1/", api_addresses()),
    path("healthz", entry.healthz, name="healthz"),
    path("ingresar/", entry.sign_in, name="sign-in"),
    path("salir/", entry.sign_out, name="sign-out"),
    path("idioma/", entry.language, name="language"),
    path("cuenta/", entry.account, name="account"),
    path("cuenta/contrasena/", entry.password, name="password"),
    path("cuenta/claves/", tokens.tokens, name="tokens"),
    path("cuenta/claves/<int:token_id>/revocar/", tokens.revoke, name="revoke-token"),
    path("institutions/<slug:slug>/theme.css", pictures.theme, name="theme"),
    path("institutions/<slug:slug>/charts/<str:key>.svg", pictures.chart, name="chart"),
    path("<slug:slug>/", dashboard.dashboard, name="dashboard"),
    path("<slug:slug>/plan/", plan.tree, name="plan"),
    path("<slug:slug>/plan/comparar/", plan.comparison, name="comparison"),
    path("<slug:slug>/indicadores/<str:code>/", indicator.indicator, name="indicator"),
    path(
        "<slug:slug>/indicadores/<str:code>/valores/<period:period>/corregir/", correction.correct, name="correct-value"
    ),
    path(
        "<slug:slug>/indicadores/<str:code>/valores/<period:period>/deshacer/", correction.undo, name="undo-correction"
    ),
    path("<slug:slug>/actividades/", activities.activities, name="activities"),
    path("<slug:slug>/actividades/exportar.<str:format>", exports.activities, name="export-activities"),
    path("<slug:slug>/actividades/vistas/", activities.keep_view, name="keep-view"),
    path("<slug:slug>/actividades/vistas/<int:view_id>/quitar/", activities.drop_view, name="drop-view"),
    path("<slug:slug>/actividades/versiones/", poi_versions.versions, name="poi-versions"),
    path("<slug:slug>/actividades/versiones/<int:poi_id>/", poi_versions.phases, name="poi-phases"),
    path("<slug:slug>/actividades/versiones/exportar/<int:year>/<str:layout>/", poi_versions.export, name="export-poi"),
    path("<slug:slug>/actividades/<str:code>/", activities.activity, name="activity"),
    path("<slug:slug>/actividades/<str:code>/ejecucion/", tasks.execution_source, name="execution-source"),
    path("<slug:slug>/actividades/<str:code>/tareas/nueva/", tasks.new_task, name="new-task"),
    path("<slug:slug>/actividades/<str:code>/tareas/<int:number>/", tasks.task, name="task"),
    path("<slug:slug>/actividades/<str:code>/tareas/<int:number>/deshacer/", tasks.undo, name="undo-task"),
    path("<slug:slug>/conteos/", counts.counts, name="counts"),
    path("<slug:slug>/conteos/<str:code>/", counts.rows, name="count-rows"),
    path("<slug:slug>/conteos/<str:code>/filas.<str:format>", counts.export, name="export-count-rows"),
    path("<slug:slug>/conteos/<str:code>/regla/", counting_rule.rule, name="counting-rule"),
    path("<slug:slug>/conteos/<str:code>/regla/vista-previa/", counting_rule.preview_part, name="count-preview"),
    path("<slug:slug>/recojo/", periods.periods, name="collection"),
    path("<slug:slug>/recojo/abrir/", periods.open_one, name="open-period"),
    path(_PERIOD, board.board, name="reporting-period"),
    path(f"{_PERIOD}exportar.<str:format>", board.export, name="export-board"),
    path(f"{_PERIOD}recordar/", board.remind, name="remind"),
    path(f"{_LEVEL}fechas/", calendar.dates, name="level-dates"),
    path(f"{_LEVEL}cerrar/", calendar.close, name="level-close"),
    path(f"{_LEVEL}reabrir/", calendar.reopen, name="level-reopen"),
    path(f"{_LEVEL}bloquear/", calendar.lock, name="level-lock"),
    path(_SUBMISSION, submission.submission, name="submission"),
    path(f"{_SUBMISSION}fila/", drafting.save_row, name="submission-row"),
    path(f"{_SUBMISSION}guardar/", drafting.save_draft, name="submission-save"),
    path(f"{_SUBMISSION}deshacer/", drafting.undo, name="submission-undo"),
    path(f"{_SUBMISSION}enviar/", deciding.send, name="submission-send"),
    path(f"{_SUBMISSION}aprobar/", deciding.approve, name="submission-approve"),
    path(f"{_SUBMISSION}devolver/", deciding.give_back, name="submission-return"),
    path(f"{_SUBMISSION}reabrir/", deciding.reopen, name="submission-reopen"),
    path(f"{_SUBMISSION}recordar/", deciding.remind, name="submission-remind"),
    path(f"{_SUBMISSION}planilla.xlsx", sheets.download, name="submission-sheet"),
    path(f"{_SUBMISSION}planilla/", sheets.upload, name="submission-upload"),
    path(f"{_SUBMISSION}sustento/", evidence.add, name="submission-evidence"),
    path(f"{_SUBMISSION}sustento/<int:item>/", evidence.read, name="evidence-file"),
    path(f"{_SUBMISSION}sustento/<int:item>/quitar/", evidence.remove, name="evidence-remove"),
    path("<slug:slug>/personas/", people.people, name="people"),
    path("<slug:slug>/personas/<int:membership_id>/", people.centres, name="centres"),
    path("<slug:slug>/evaluacion/", evaluation.evaluation, name="evaluation"),
    path("<slug:slug>/evaluacion/exportar.<str:format>", exports.results, name="export-results"),
    path("<slug:slug>/evaluacion/calcular/", evaluation.compute, name="compute"),
    path("<slug:slug>/registro/", register_listing.records, name="register"),
    path("<slug:slug>/registro/exportar.<str:format>", register_exports.records, name="export-register"),
    path("<slug:slug>/registro/calendario/", register_calendar.month, name="register-calendar"),
    path("<slug:slug>/registro/linea/", register_calendar.timeline, name="register-timeline"),
    path("<slug:slug>/registro/mapa/", register_countries.world, name="register-map"),
    path("<slug:slug>/registro/paises/", register_countries.index, name="countries"),
    path("<slug:slug>/registro/paises/<str:code>/", register_countries.sheet, name="country"),
    path("<slug:slug>/registro/vistas/", register_listing.keep_view, name="keep-register-view"),
    path("<slug:slug>/registro/vistas/<int:view_id>/quitar/", register_listing.drop_view, name="drop-register-view"),
    path("<slug:slug>/registro/nuevo/", editing_records.new_record, name="new-record"),
    path("<slug:slug>/registro/pendientes/", pending.pending, name="pending"),
    path("<slug:slug>/registro/resumen/", digest.digest, name="digest"),
    path("<slug:slug>/registro/mecanismos/", mechanisms.mechanisms, name="mechanisms"),
    path("<slug:slug>/registro/mecanismos/nuevo/", mechanism_editing.new_mechanism, name="new-mechanism"),
    path("<slug:slug>/registro/mecanismos/<str:code>/", mechanisms.mechanism, name="mechanism"),
    path("<slug:slug>/registro/mecanismos/<str:code>/editar/", mechanism_editing.edit_mechanism, name="edit-mechanism"),
    path("<slug:slug>/registro/instrumentos/", instruments.instruments, name="instruments"),
    path("<slug:slug>/registro/compromisos/", commitments.commitments, name="commitments"),
    path("<slug:slug>/registro/funcionarios/", actors.people, name="people-register"),
    path("<slug:slug>/registro/funcionarios/nuevo/", actor_editing.new_person, name="new-person"),
    path("<slug:slug>/registro/funcionarios/<str:code>/", actors.person, name="person"),
    path("<slug:slug>/registro/funcionarios/<str:code>/editar/", actor_editing.edit_person, name="edit-person"),
    path("<slug:slug>/registro/funcionarios/<str:code>/cargo/", actor_editing.new_holding, name="new-holding"),
    path("<slug:slug>/registro/organizaciones/", actors.organisations, name="organisations"),
    path("<slug:slug>/registro/organizaciones/nueva/", actor_editing.new_organisation, name="new-organisation"),
    path("<slug:slug>/registro/organizaciones/<str:code>/", actors.organisation, name="organisation"),
    path(
        "<slug:slug>/registro/organizaciones/<str:code>/editar/",
        actor_editing.edit_organisation,
        name="edit-organisation",
    ),
    path("<slug:slug>/registro/cadenas/", chains.chains, name="chains"),
    path("<slug:slug>/registro/cadenas/<str:code>/", chains.chain, name="chain"),
    path("<slug:slug>/registro/regiones/", regions.regions, name="regions"),
    path("<slug:slug>/registro/regiones/nueva/", regions.new_region, name="new-region"),
    path("<slug:slug>/registro/regiones/<str:code>/", regions.region, name="region"),
    path("<slug:slug>/registro/<str:code>/", one_record.record, name="record"),
    path("<slug:slug>/registro/<str:code>/editar/", editing_records.edit_record, name="edit-record"),
    path("<slug:slug>/registro/<str:code>/deshacer/", editing_records.undo, name="undo-record"),
    path("<slug:slug>/registro/<str:code>/confirmar/", deciding_records.confirm, name="confirm-record"),
    path("<slug:slug>/registro/<str:code>/cancelar/", deciding_records.cancel, name="cancel-record"),
    path("<slug:slug>/registro/<str:code>/unir/", merging_records.merge, name="merge-record"),
    path("<slug:slug>/registro/<str:code>/separar/", merging_records.undo, name="undo-merge"),
    path("<slug:slug>/registro/<str:code>/enviar/", deciding_records.send, name="submit-record"),
    path("<slug:slug>/registro/<str:code>/aprobar/", deciding_records.approve_record, name="approve-record"),
    path("<slug:slug>/registro/<str:code>/devolver/", deciding_records.return_record, name="return-record"),
    path("<slug:slug>/registro/<str:code>/compromisos/<int:number>/", commitments.commitment, name="commitment"),
    path("<slug:slug>/evidencias/", documents.documents, name="documents"),
    path("<slug:slug>/evidencias/nueva/", adding_documents.new, name="new-document"),
    path("<slug:slug>/evidencias/<path:code>/original/", one_document.original, name="document-original"),
    path("<slug:slug>/evidencias/<path:code>/datos/", adding_documents.change, name="change-document"),
    path("<slug:slug>/evidencias/<path:code>/archivo/", adding_documents.attach, name="attach-document"),
    path("<slug:slug>/evidencias/<path:code>/leer/", one_document.read_again, name="read-document-again"),
    path("<slug:slug>/evidencias/<path:code>/citar/", citing_documents.cite, name="cite"),
    path("<slug:slug>/evidencias/<path:code>/citas/<int:citation_id>/quitar/", citing_documents.uncite, name="uncite"),
    path("<slug:slug>/evidencias/<path:code>/", one_document.document, name="document"),
    path("<slug:slug>/informes/", reports.shelf, name="reports"),
    path("<slug:slug>/informes/elaborar/", reports.request_build, name="request-build"),
    path("<slug:slug>/informes/<int:build_id>/", reports.build, name="build"),
    path("<slug:slug>/informes/<int:build_id>/progreso/", reports.progress, name="build-progress"),
    path("<slug:slug>/informes/<int:build_id>/leer/", reports.read, name="read-report"),
    path("<slug:slug>/informes/<int:build_id>/leer/documento/", reports.document, name="read-document"),
    path("<slug:slug>/informes/<int:build_id>/archivo.<str:format>", reports.download, name="report-file"),
    path("<slug:slug>/informes/<int:build_id>/reanudar/", reports.resume, name="resume-build"),
    path("<slug:slug>/informes/<int:build_id>/cifras/", published_figure.figures, name="published-figures"),
    path("<slug:slug>/informes/<int:build_id>/cifras/<int:number>/", published_figure.figure, name="published-figure"),
    path("<slug:slug>/informes/<int:build_id>/publicar/", reports.publish, name="publish"),
    path("<slug:slug>/importar/", importing.imports, name="imports"),
    path("<slug:slug>/importar/enviar/", importing.receive, name="receive-upload"),
    path("<slug:slug>/importar/<int:upload_id>/", importing.upload, name="upload"),
    path("<slug:slug>/importar/<int:upload_id>/progreso/", importing.progress, name="upload-progress"),
    path("<slug:slug>/importar/<int:upload_id>/responder/", importing.answer, name="answer-upload"),
    path("<slug:slug>/importar/<int:upload_id>/confirmar/", importing.confirm, name="confirm-upload"),
    path("<slug:slug>/importar/<int:upload_id>/retirar/", importing.withdraw, name="withdraw-upload"),
    path("<slug:slug>/importar/<int:upload_id>/reanudar/", importing.resume, name="resume-upload"),
    path("<slug:slug>/importar/<int:upload_id>/faltas.<str:format>", importing.faults, name="upload-faults"),
    path("<slug:slug>/importar/<int:upload_id>/original/", importing.original, name="upload-original"),
    path("<slug:slug>/importar/libros/<int:workbook_id>/", importing.imported_original, name="workbook-original"),
    path("<slug:slug>/historial/", history.history, name="history"),
]

handler400 = faults.bad_request
handler403 = faults.forbidden
handler404 = faults.not_found
handler500 = faults.broken
