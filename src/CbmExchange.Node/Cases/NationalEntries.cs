using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Node.Officers;
using CbmExchange.Node.Participants;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Cases;

/// <summary>What this node's officers kept about a case, as entries of its timeline.</summary>
internal sealed class NationalEntries(OfficerTable officers, ParticipantTable participants)
{
    /// <summary>One entry.</summary>
    /// <param name="kept">What was kept.</param>
    /// <param name="numbers">Reference numbers of the case's messages, by record id.</param>
    public CaseEntry Of(ICaseEvent kept, IReadOnlyDictionary<string, string> numbers)
    {
        var entry = kept switch
        {
            CaseOpened opened => Entry("opened", opened.Officer, $"case opened{Quoted(opened.Title)}"),
            CaseClosed closed => Closed(closed),
            CaseReopened again => Entry("reopened", again.Officer, "case opened again", again.Note),
            CaseRecordsLinked linked => Linked(linked, numbers),
            CaseNoteAdded note => Entry("note", note.Officer, "note", note.Text),
            OutOfBandRecorded talk => Talk(talk, numbers),
            CaseHandedOver over => Entry("hand-over", over.Officer, $"handed over to {over.ToDesk}", over.Note),
            EscalationSuggested step => Suggested(step, numbers),
            EscalationTaken taken => Taken(taken, numbers),
            EscalationArmed armed => Entry(
                "armed", armed.Officer,
                armed.StepCount == 0
                    ? $"{NumberOf(armed.Record, numbers)}: the node takes no step by itself"
                    : $"{NumberOf(armed.Record, numbers)}: the node may take the first {armed.StepCount} steps by "
                        + "itself, over the node inbox only"),
            _ => Entry("note", default, ""),
        };
        entry.IsNational = true;
        entry.StoredAt = kept.At.ToTimestamp();
        return entry;
    }

    private CaseEntry Entry(string kind, OfficerId officer, string sentence, string? text = null) => new()
    {
        Kind = kind,
        Who = NameOf(officer),
        Sentence = sentence,
        Text = text ?? "",
    };

    private CaseEntry Closed(CaseClosed closed) => Entry(
        "closed", closed.Officer,
        $"case closed: {closed.Reason.Replace('-', ' ')}"
            + (closed.MergedInto is { } other ? $" into {other}" : ""),
        closed.Note);

    private CaseEntry Linked(CaseRecordsLinked linked, IReadOnlyDictionary<string, string> numbers)
    {
        var (from, to) = (NumberOf(linked.From.RecordId, numbers), NumberOf(linked.To.RecordId, numbers));
        var entry = Entry(
            "link", linked.Officer, $"{from} {CaseCodes.RelationInWords(linked.Relation)} {to}, as this node sees it");
        entry.Link = new CaseLink
        {
            FromRecordId = linked.From.RecordId.Value,
            FromReferenceNumber = numbers.GetValueOrDefault(linked.From.RecordId.Value, ""),
            FromOriginator = participants.DesignatorOf(linked.From.Originator),
            Relation = linked.Relation,
            ToRecordId = linked.To.RecordId.Value,
            ToReferenceNumber = numbers.GetValueOrDefault(linked.To.RecordId.Value, ""),
            ToOriginator = participants.DesignatorOf(linked.To.Originator),
        };
        return entry;
    }

    private CaseEntry Talk(OutOfBandRecorded recorded, IReadOnlyDictionary<string, string> numbers)
    {
        var talk = recorded.Talk;
        var with = string.Join(", ", new[]
            {
                talk.Participant is { } participant ? participants.DesignatorOf(participant) : "", talk.Who,
            }.Where(part => part.Length > 0));
        var about = talk.About is { } record ? $", about {NumberOf(record.RecordId, numbers)}" : "";
        var quoted = talk.ReferenceNumber is { } number ? $", reference {number}" : "";
        var entry = Entry(
            "out-of-band", recorded.Officer,
            $"{(talk.Direction == CaseCodes.Sent ? "sent out of band to" : "received out of band from")} {with} by "
                + $"{talk.Channel}{about}{quoted}",
            talk.Summary);
        entry.OccurredAt = talk.OccurredAt.ToTimestamp();
        entry.OutOfBand = new OutOfBand
        {
            Direction = talk.Direction,
            Channel = talk.Channel,
            Participant = talk.Participant is { } one ? participants.DesignatorOf(one) : "",
            Who = talk.Who,
            OccurredAt = talk.OccurredAt.ToTimestamp(),
            Record = talk.About?.RecordId.Value ?? "",
            ReferenceNumber = talk.ReferenceNumber ?? "",
            Summary = talk.Summary,
        };
        return entry;
    }

    private CaseEntry Suggested(EscalationSuggested step, IReadOnlyDictionary<string, string> numbers) => new()
    {
        Kind = "suggestion",
        Who = "this node",
        Sentence = $"no receipt recorded so far from {participants.DesignatorOf(step.Recipient)} of "
            + $"{NumberOf(step.Record, numbers)}; next step: {EscalationSteps.InWords(step.Step)}",
        Step = new EscalationStep
        {
            Number = EscalationSteps.Number(step.Step),
            Step = step.Step,
            RecordId = step.Record.Value,
            Recipient = participants.DesignatorOf(step.Recipient),
        },
    };

    private CaseEntry Taken(EscalationTaken happened, IReadOnlyDictionary<string, string> numbers)
    {
        var taken = happened.Taken;
        var entry = Entry(
            "escalation", happened.Officer,
            $"{NumberOf(taken.Record, numbers)}, {participants.DesignatorOf(taken.Recipient)}, {Tried(taken)}",
            taken.Note);
        entry.OccurredAt = taken.OccurredAt.ToTimestamp();
        if (taken.Reminder is not null)
        {
            entry.Who = "this node";
            entry.Sentence += $"; armed by {NameOf(happened.Officer)}";
        }

        entry.Step = StepOf(taken);
        return entry;
    }

    /// <summary>"step 2 of 7 (deputy) by voice: no reply recorded".</summary>
    public string Tried(EscalationAttempt taken) =>
        $"step {EscalationSteps.Number(taken.Step)} of {EscalationSteps.All.Length} "
            + $"({EscalationSteps.InWords(taken.Step)}) by {taken.Channel}"
            + (taken.Facilitator is { } helper ? $" through {participants.DesignatorOf(helper)}" : "")
            + $": {CaseCodes.OutcomeInWords(taken.Outcome)}";

    /// <summary>A step that was taken.</summary>
    public EscalationStep StepOf(EscalationAttempt taken) => new()
    {
        Number = EscalationSteps.Number(taken.Step),
        Step = taken.Step,
        RecordId = taken.Record.Value,
        Recipient = participants.DesignatorOf(taken.Recipient),
        ContactId = taken.Contact?.Value ?? "",
        ChannelId = taken.ChannelId ?? "",
        Channel = taken.Channel,
        Outcome = taken.Outcome,
        Facilitator = taken.Facilitator is { } helper ? participants.DesignatorOf(helper) : "",
        ReminderId = taken.Reminder?.Value ?? "",
    };

    private string NameOf(OfficerId officer) => officers.Find(officer)?.Label ?? "an officer who left";

    private static string NumberOf(RecordId record, IReadOnlyDictionary<string, string> numbers) =>
        numbers.GetValueOrDefault(record.Value, record.Value);

    private static string Quoted(string? title) => title is null ? "" : $": {title}";
}
