using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Library;
using CbmExchange.Node.Participants;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Store.Cases;

namespace CbmExchange.Node.Cases;

/// <summary>A step of the ladder as a duty officer reads it at 03:00: whom, by which number, what to say.</summary>
internal sealed class EscalationAdvices(
    EscalationDesk desk,
    CaseTimers timers,
    NationalEntries national,
    ContactDirectory directory,
    ParticipantTable participants,
    PeerTable peers,
    NodeIdentity self,
    TimeProvider time
)
{
    private const string NotContent = "Do not say what the message says: ask that they look at their node's inbox.";

    private const string NoNode =
        "No node of theirs is admitted here, so the message lies in no inbox of theirs: ask how they want to get it.";

    /// <summary>The standing line of every advice.</summary>
    public const string Standing = "No receipt recorded so far; this is not a judgement.";

    /// <summary>One recipient, one step.</summary>
    public EscalationAdvice Of(AwaitedRow row)
    {
        var next = desk.Next(row);
        var attempts = desk.AttemptsOf(row);
        var advice = new EscalationAdvice
        {
            Timer = timers.Of(row),
            Step = StepOf(row, next),
            Headline = (EscalationLadder.Rests(attempts) ? "somebody was reached; if more is needed, " : "")
                + $"step {EscalationSteps.Number(next.Step)} of {EscalationSteps.All.Length}: "
                + EscalationSteps.InWords(next.Step),
            ReferenceSpelled = row.ReferenceNumber is { } number ? ReferenceNumber.Spoken(number) : "",
            Say = SayOf(row),
            ArmedSteps = desk.ArmedOf(row),
            Provenance = next.Entry is not null ? "nominated" : next.Fallbacks.IsEmpty ? "" : "imported-public",
        };
        if (next.Entry is { } entry && HeldOf(entry) is { } held)
        {
            advice.Office = Texts.Best(held.Contact.OfficeName, "en");
            advice.Channel = held.Contact.Channels.FirstOrDefault(channel =>
                channel.Id == next.Channel?.Id && channel.Value == next.Channel.Value);
        }

        advice.Lines.AddRange(LinesOf(row, next, advice));
        advice.Lines.AddRange(Armed(row));
        advice.Tried.AddRange(attempts.Select(attempt =>
            $"{ReceiptTimer.Moment(attempt.OccurredAt, time.GetUtcNow())} {national.Tried(attempt)}"));
        return advice;
    }

    private EscalationStep StepOf(AwaitedRow row, EscalationChoice next) => new()
    {
        Number = EscalationSteps.Number(next.Step),
        Step = next.Step,
        RecordId = row.Header.RecordId.Value,
        Recipient = participants.DesignatorOf(row.Recipient),
        ContactId = next.Entry?.RecordId.Value ?? "",
        ChannelId = next.Channel?.Id ?? "",
        Channel = next.Channel?.Type ?? "",
    };

    private string SayOf(AwaitedRow row) =>
        $"{Banner(row)}This is {self.Designator}. A message of precedence {row.Precedence}, reference "
            + $"{row.ReferenceNumber ?? "not given"}, {WhereOf(row)} Receipt means no agreement.{Banner(row)}";

    private string WhereOf(AwaitedRow row) =>
        !HasNode(row) ? "waits for you here. You have no node with us: please say how we may hand it over."
        : row.DeliveredAt is null ? "waits to reach your node. Please look whether it is connected."
        : "lies in your node's inbox. Please confirm receipt there.";

    private bool HasNode(AwaitedRow row) => peers.Find(row.Recipient) is not null;

    // What the node will do by itself, or why it will not.
    private IEnumerable<string> Armed(AwaitedRow row)
    {
        if (desk.ArmedOf(row) is > 0 and var steps)
        {
            yield return !HasNode(row)
                ? "armed, and nothing is sent: they have no node that could show a reminder"
                : row.DeliveredAt is null
                ? "armed, and nothing is sent until their node has the message"
                : $"armed: this node sends a reminder to their node's inbox for each of the first {steps} steps that "
                    + "the directory has somebody for; it calls nobody";
        }
    }

    // A call about an exercise begins and ends with the word (domain.md §4.14).
    private static string Banner(AwaitedRow row) =>
        row.Header.Context == "exercise" ? " EXERCISE EXERCISE EXERCISE " : "";

    private IEnumerable<string> LinesOf(AwaitedRow row, EscalationChoice next, EscalationAdvice advice) =>
        next switch
        {
            { Entry: { } entry } => [.. OfContact(entry, advice), HasNode(row) ? NotContent : NoNode],
            { Step: EscalationSteps.Mission } => OfMission(next),
            { Step: EscalationSteps.Relay } => OfRelay(next),
            _ =>
            [
                "Print the message and send it by courier, or read its reference number out by any way you have.",
                "Keep what you did: `cbmx case out-of-band`.",
            ],
        };

    private IEnumerable<string> OfContact(ContactEntry entry, EscalationAdvice advice)
    {
        var now = time.GetUtcNow();
        yield return advice.Office;
        if (advice.Channel is { } channel)
        {
            yield return NumberOf(channel);
        }

        if (entry.View.DutyHours is { IsAlways: false } hours)
        {
            var local = hours.LocalTime(now);
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{(hours.IsOnDuty(now) ? "" : "not ")}on duty now, local time {local:HH:mm} ({hours.TimeZone})");
        }

        if (!entry.View.Languages.IsEmpty)
        {
            yield return $"speaks {string.Join(", ", entry.View.Languages.Select(spoken => spoken.Lang))}";
        }
    }

    private static string NumberOf(Channel channel) =>
        $"{channel.Type} {channel.Value}"
            + (channel.Extension.Length > 0 ? $" ext. {channel.Extension}" : "")
            + (channel.Note.Length > 0 ? $" ({channel.Note})" : "");

    private static IEnumerable<string> OfMission(EscalationChoice next)
    {
        yield return "The Permanent Mission or embassy: ask your foreign ministry for its duty number.";
        foreach (var fallback in next.Fallbacks)
        {
            yield return $"public contact, not nominated by the State: {fallback.Title}";
            foreach (var (name, value) in fallback.Fields
                .Where(field => field.Key is "phone" or "email" or "website" && field.Value.Length > 0))
            {
                yield return $"  {name}: {value} ({fallback.Source}, {fallback.SourceDate ?? "no date"})";
            }
        }

        yield return "Confirm who is speaking before you share anything.";
    }

    private static IEnumerable<string> OfRelay(EscalationChoice next)
    {
        yield return next.Facilitators.IsEmpty
            ? "No secretariat of a body in which both are members takes part here."
            : $"Who may relay: {string.Join(", ", next.Facilitators)}.";
        yield return "Your consent is for this one message and this one time: draft a relay-request "
            + "(`cbmx draft --type relay-request`). The facilitator is not given the content.";
    }

    private HeldContact? HeldOf(ContactEntry entry) =>
        directory.Of(entry.Originator).FirstOrDefault(held => held.Row.Header.RecordId == entry.RecordId);
}
