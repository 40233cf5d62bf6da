from django import template

register = template.Library()


@register.filter
def in_groups(key: str) -> str:
    """Four characters and a space: easier to type from a screen."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
