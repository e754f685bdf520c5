from django.contrib import admin

from .models import Order, OrderLine, Product, Voucher


class OrderLineInline(admin.TabularInline):
    model = OrderLine
    extra = 0


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["number", "email", "state", "placed_at"]
    list_filter = ["state"]
    inlines = [OrderLineInline]


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    list_display = ["name", "sku", "price", "stock"]
    search_fields = ["name", "sku"]
    prepopulated_fields = {"slug": ["name"]}


admin.site.register(Voucher)
