from django.urls import path

from . import views

urlpatterns = [
    path("", views.ProductListView.as_view(), name="products"),
    path("product/<slug:slug>/", views.ProductDetailView.as_view(), name="product"),
    path("product/<slug:slug>/add/", views.add_to_cart, name="add-to-cart"),
    path("checkout/", views.checkout, name="checkout"),
    path("thanks/", views.thanks, name="thanks"),
    path("office/prices/", views.price_rules, name="price-rules"),
    path("office/orders/", views.order_search, name="order-search"),
    path("office/best-sellers/", views.best_sellers, name="best-sellers"),
    path("office/orders/<str:number>/invoice/", views.invoice, name="invoice"),
    path("office/orders/<str:number>/charge/", views.charge, name="charge"),
]
