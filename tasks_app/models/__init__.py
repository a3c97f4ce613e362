"""What is stored, and the questions one can ask of it. Files are subjects."""

from tasks_app.models.calendar import CalendarDay, CalendarYear
from tasks_app.models.comment import Comment, Mention
from tasks_app.models.cycle import Cycle, ReportPeriod, YearPlan
from tasks_app.models.evidence import Blob, Evidence, SignedSheet
from tasks_app.models.extension import Extension, ExtensionSheet
from tasks_app.models.file_alarm import FileAlarm, FileWalk
from tasks_app.models.heartbeat import Heartbeat
from tasks_app.models.imported_line import ImportedLine
from tasks_app.models.instruction import Instruction, InstructionReply, InstructionSheet
from tasks_app.models.line import UnitLine
from tasks_app.models.line_case import LineCase, LineCaseSheet
from tasks_app.models.mandate import Mandate
from tasks_app.models.measure import Measure, MeasureTask
from tasks_app.models.notification import Attempt, Channel, Message, MessageState, Notification, Outgoing
from tasks_app.models.obligation import Obligation, ObligationState
from tasks_app.models.opinion import Opinion, OpinionSheet
from tasks_app.models.paper import NumberSeries, Paper, PaperGround
from tasks_app.models.paper_file import PaperFile, PaperSheet
from tasks_app.models.paper_service import Commitment, Interview, PaperService
from tasks_app.models.phone_urge import PhoneUrge
from tasks_app.models.plan import Heading, Plan, PlanImport, Task
from tasks_app.models.plan_upload import PlanUpload
from tasks_app.models.policy import PolicyVersion
from tasks_app.models.relation import PaperServiceRelation, UnitLineRelation, WorkItemRelation
from tasks_app.models.report import ProgressReport, ReportPart
from tasks_app.models.responsibility import Responsibility
from tasks_app.models.submitted_form import SubmittedForm
from tasks_app.models.talk_file import TalkFile
from tasks_app.models.target import Target, TargetReading
from tasks_app.models.trace import Denial, Download, Look, StateChange
from tasks_app.models.work_item import ItemShare, WorkItem

__all__ = [
    "Attempt",
    "Blob",
    "CalendarDay",
    "CalendarYear",
    "Channel",
    "Comment",
    "Commitment",
    "Cycle",
    "Denial",
    "Download",
    "Evidence",
    "Extension",
    "ExtensionSheet",
    "FileAlarm",
    "FileWalk",
    "Heading",
    "Heartbeat",
    "ImportedLine",
    "Instruction",
    "InstructionReply",
    "InstructionSheet",
    "Interview",
    "ItemShare",
    "LineCase",
    "LineCaseSheet",
    "Look",
    "Mandate",
    "Measure",
    "MeasureTask",
    "Mention",
    "Message",
    "MessageState",
    "Notification",
    "NumberSeries",
    "Obligation",
    "ObligationState",
    "Opinion",
    "OpinionSheet",
    "Outgoing",
    "Paper",
    "PaperFile",
    "PaperGround",
    "PaperService",
    "PaperServiceRelation",
    "PaperSheet",
    "PhoneUrge",
    "Plan",
    "PlanImport",
    "PlanUpload",
    "PolicyVersion",
    "ProgressReport",
    "ReportPart",
    "ReportPeriod",
    "Responsibility",
    "SignedSheet",
    "StateChange",
    "SubmittedForm",
    "TalkFile",
    "Target",
    "TargetReading",
    "Task",
    "UnitLine",
    "UnitLineRelation",
    "WorkItem",
    "WorkItemRelation",
    "YearPlan",
]
