using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Checks;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Store;

namespace CbmExchange.Node.Checks;

/// <summary>The records that one command of an officer drafts, one or more for each State.</summary>
internal sealed class CheckDrafts(CheckRecords records, CheckSecrets secrets, Actor author, DateTimeOffset now)
{
    private readonly ImmutableArray<StreamAppend>.Builder appends = ImmutableArray.CreateBuilder<StreamAppend>();

    /// <summary>Their events so far.</summary>
    public ImmutableArray<StreamAppend> Appends => appends.ToImmutable();

    /// <summary>Drafts the messages of a plan; the plan with their ids and reference numbers.</summary>
    public Outcome<CheckPlanned> Write(CheckPlanned plan)
    {
        var targets = ImmutableArray.CreateBuilder<CheckTarget>();
        foreach (var target in plan.Targets)
        {
            var written = target.IsOptedOut ? target : Write(plan, target);
            if (written.Refusal is { } refusal)
            {
                return refusal;
            }

            targets.Add(written.Value);
        }

        return plan with { Targets = targets.ToImmutable() };
    }

    /// <summary>Drafts what a State is told; nothing for one that takes no part or got no message.</summary>
    public Outcome<CheckedTarget> Result(
        CheckState check, CheckTarget target, ImmutableArray<CheckedChannel> channels)
    {
        if (!check.IsSentTo(target.Participant))
        {
            return new CheckedTarget(target.Participant, channels, null);
        }

        var id = NewId();
        var written = Draft(RecordTypes.CheckResult, id, CheckContents.Result(check.Plan, target, channels, now));
        return written.Refusal is { } refusal ? refusal : new CheckedTarget(target.Participant, channels, id);
    }

    private Outcome<CheckTarget> Write(CheckPlanned plan, CheckTarget target)
    {
        var named = target with
        {
            Check = NewId(),
            Reminder = NewId(),
            Announcement = plan.IsAnnounced ? NewId() : null,
        };
        var check = Draft(
            named.Check.Value, CheckContents.Check(plan, named, secrets.ChallengeOf(plan.Check, named)));
        var reminder = Draft(named.Reminder.Value, CheckContents.Reminder(plan, named));
        var announced = named.Announcement is { } id ? Draft(id, CheckContents.Announcement(plan, named)) : "";
        return (check.Refusal ?? reminder.Refusal ?? announced.Refusal) is { } refusal
            ? refusal
            : named with { Reference = check.Value };
    }

    private Outcome<string> Draft(RecordId id, RecordContent content) =>
        Draft(RecordTypes.CommunicationCheck, id, content);

    private Outcome<string> Draft(string recordType, RecordId id, RecordContent content)
    {
        var drafted = records.Draft(author, recordType, id, content, now);
        if (drafted.Refusal is { } refusal)
        {
            return refusal;
        }

        appends.Add(drafted.Value.Append);
        return drafted.Value.State.ReferenceNumber ?? "";
    }

    private static RecordId NewId() => new(Guid.NewGuid().ToString());
}
