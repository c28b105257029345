"""A preview that outlives every fault: the last good pages stay up, and what is wrong stands above them."""

from generator.preview.faults import fault_found, why_not_at
from generator.preview.rebuilding import Preview
from generator.preview.rendered import Renderings

__all__ = ["Preview", "Renderings", "fault_found", "why_not_at"]
