from importlib.util import find_spec

from django.urls import include, path

from shared import views

receipt_urls = (
    [
        path("receipts/<uuid:pk>/", views.receipt, name="detail"),
        path("receipts/<uuid:pk>/receipt.json", views.receipt_json, name="json"),
        path("verify/", views.verify, name="verify"),
    ],
    "receipts",
)
urlpatterns = [path("", include(receipt_urls))]
if find_spec("shared.files") and find_spec("shared.files.urls"):
    urlpatterns.append(path("", include("shared.files.urls")))
