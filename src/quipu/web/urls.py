"""Every address of the browser face. Addresses are words of the language of those who read them: Spanish."""

from django.urls import path

from quipu.web.views import (
    activities,
    dashboard,
    entry,
    evaluation,
    exports,
    faults,
    history,
    indicator,
    pictures,
    plan,
    reports,
)

urlpatterns = [
    path("", entry.home, name="home"),
    path("healthz", entry.healthz, name="healthz"),
    path("ingresar/", entry.sign_in, name="sign-in"),
    path("salir/", entry.sign_out, name="sign-out"),
    path("idioma/", entry.language, name="language"),
    path("cuenta/", entry.account, name="account"),
    path("institutions/<slug:slug>/theme.css", pictures.theme, name="theme"),
    path("institutions/<slug:slug>/charts/<str:key>.svg", pictures.chart, name="chart"),
    path("<slug:slug>/", dashboard.dashboard, name="dashboard"),
    path("<slug:slug>/plan/", plan.tree, name="plan"),
    path("<slug:slug>/plan/comparar/", plan.comparison, name="comparison"),
    path("<slug:slug>/indicadores/<str:code>/", indicator.indicator, name="indicator"),
    path("<slug:slug>/actividades/", activities.activities, name="activities"),
    path("<slug:slug>/actividades/exportar.<str:format>", exports.activities, name="export-activities"),
    path("<slug:slug>/actividades/vistas/", activities.keep_view, name="keep-view"),
    path("<slug:slug>/actividades/vistas/<int:view_id>/quitar/", activities.drop_view, name="drop-view"),
    path("<slug:slug>/actividades/<str:code>/", activities.activity, name="activity"),
    path("<slug:slug>/evaluacion/", evaluation.evaluation, name="evaluation"),
    path("<slug:slug>/evaluacion/exportar.<str:format>", exports.results, name="export-results"),
    path("<slug:slug>/evaluacion/calcular/", evaluation.compute, name="compute"),
    path("<slug:slug>/informes/", reports.shelf, name="reports"),
    path("<slug:slug>/informes/elaborar/", reports.request_build, name="request-build"),
    path("<slug:slug>/informes/<int:build_id>/", reports.build, name="build"),
    path("<slug:slug>/informes/<int:build_id>/progreso/", reports.progress, name="build-progress"),
    path("<slug:slug>/informes/<int:build_id>/leer/", reports.read, name="read-report"),
    path("<slug:slug>/informes/<int:build_id>/leer/documento/", reports.document, name="read-document"),
    path("<slug:slug>/informes/<int:build_id>/archivo.<str:format>", reports.download, name="report-file"),
    path("<slug:slug>/informes/<int:build_id>/publicar/", reports.publish, name="publish"),
    path("<slug:slug>/historial/", history.history, name="history"),
]

handler400 = faults.bad_request
handler403 = faults.forbidden
handler404 = faults.not_found
handler500 = faults.broken
