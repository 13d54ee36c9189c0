"""The buyers' side of the sample marketplace."""

from django.urls import path

from comptoir.demo import door_views, shop_views, views

app_name = "demo"

urlpatterns = [
    path("", views.stage, name="stage"),
    path("new/", views.come, name="come"),
    path("shop/", shop_views.front, name="shop"),
    path("as/<str:address>/", views.person, name="person"),
    path("as/<str:address>/write/", views.write, name="write"),
    path("as/<str:address>/space/", door_views.enter_space, name="enter_space"),
    path("seller/<str:address>/", door_views.seller, name="seller"),
    path("seller/<str:address>/enter/", door_views.enter_seller_door, name="enter_seller_door"),
    path("drip/start/", views.start_drip, name="start_drip"),
    path("drip/stop/", views.stop_drip, name="stop_drip"),
    path("case/<slug:key>/", views.case, name="case"),
    path("pictures/<slug:listing>.jpg", views.product_picture, name="product_picture"),
]
