"""A loaded model, as `nn.instruct.load` gives one and `prompted.fake` plays one."""

from briefwright.conversation import Instruct, Setting

__all__ = ["Instruct", "Setting"]
