from portal.demo.world import World

__all__ = ["World"]
