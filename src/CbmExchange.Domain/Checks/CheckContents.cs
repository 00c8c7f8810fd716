using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Checks;

/// <summary>
/// What the records of a check say. The content for one State is made of the plan, of that State and of its own
/// challenge alone: nothing in it depends on who else is checked.
/// </summary>
public static class CheckContents
{
    /// <summary>The language that is authoritative; the others are unofficial translations.</summary>
    public const string Language = "en";

    /// <summary>The message that is answered.</summary>
    /// <param name="plan">How the check was planned.</param>
    /// <param name="target">The State.</param>
    /// <param name="challenge">Null when the node inbox is not tried: the message then only takes codes heard or read
    /// elsewhere.</param>
    public static RecordContent Check(CheckPlanned plan, CheckTarget target, CheckChallenge? challenge)
    {
        var content = Message(plan, target.Participant, "check", "check-subject", "check-inbox");
        if (challenge is not null)
        {
            content["challenge"] = new JsonObject
            {
                ["groups"] = Strings(challenge.Groups),
                ["instruction"] = Texts(
                    string.Create(CultureInfo.InvariantCulture, $"check-group-{challenge.Place}")),
            };
        }

        return Content(content);
    }

    /// <summary>Says that a check will come.</summary>
    public static RecordContent Announcement(CheckPlanned plan, CheckTarget target) => Content(Message(
        plan, target.Participant, "announcement", "check-announcement-subject", "check-announcement"));

    /// <summary>Reminds of it, once.</summary>
    public static RecordContent Reminder(CheckPlanned plan, CheckTarget target)
    {
        var content = Message(
            plan, target.Participant, "reminder", "check-reminder-subject", "check-reminder");
        content["remindsOf"] = target.Check!.Value.Value;
        return Content(content);
    }

    /// <summary>Tells a State its own result.</summary>
    public static RecordContent Result(
        CheckPlanned plan, CheckTarget target, ImmutableArray<CheckedChannel> results, DateTimeOffset closedAt)
    {
        var content = Base(plan, target.Participant, "check-result-subject");
        if (target.Check is { } check)
        {
            content["ofCheck"] = check.Value;
        }

        content["closedAt"] = TextRules.FormatTime(closedAt);
        content["results"] = new JsonArray([.. results.Select(result => Result(target, result))]);
        content["text"] = Texts("check-result");
        return Content(content);
    }

    private static JsonObject Result(CheckTarget target, CheckedChannel result)
    {
        var item = new JsonObject { ["channelType"] = result.Type, ["result"] = result.Result };
        if (target.Find(result.Key) is { Places: [var place] })
        {
            item["contactId"] = place.Contact.Value;
            item["channelId"] = place.ChannelId;
        }

        if (result.At is { } at)
        {
            item["at"] = TextRules.FormatTime(at);
        }

        return item;
    }

    private static JsonObject Message(
        CheckPlanned plan, ParticipantId participant, string purpose, string subject, string text)
    {
        var content = Base(plan, participant, subject);
        content["purpose"] = purpose;
        content["channels"] = Strings(plan.ChannelTypes);
        content["text"] = Texts(text);
        return content;
    }

    private static JsonObject Base(CheckPlanned plan, ParticipantId participant, string subject) =>
        new()
        {
            ["subject"] = Texts(subject),
            ["precedence"] = Precedences.Routine,
            ["addressedTo"] = participant.Value,
            ["opensAt"] = TextRules.FormatTime(plan.OpensAt),
            ["closesAt"] = TextRules.FormatTime(plan.ClosesAt),
        };

    private static JsonArray Texts(string phrase) =>
        new([
            .. CheckPhrases.Of(phrase).Select(text => new JsonObject
            {
                ["lang"] = text.Lang,
                ["text"] = text.Text,
                ["status"] = text.Status,
            }),
        ]);

    private static JsonArray Strings(ImmutableArray<string> values) =>
        new([.. values.Select(value => JsonValue.Create(value))]);

    private static RecordContent Content(JsonObject content) => new(JsonSerializer.SerializeToElement(content));
}
