from supply.views import bids, suppliers, tenders

app_name = "supply"
urlpatterns = [*tenders.urls, *suppliers.urls, *bids.bid_urls]
