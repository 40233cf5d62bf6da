from importlib.util import find_spec

from supply.views import suppliers, tenders

app_name = "supply"
urlpatterns = [*tenders.urls, *suppliers.urls]
if find_spec("supply.views.bids"):
    from supply.views.bids import bid_urls

    urlpatterns += bid_urls
