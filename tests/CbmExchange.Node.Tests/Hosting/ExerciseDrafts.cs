using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Tests.Hosting;

/// <summary>An exercise that XA directs, and drafts of what belongs to it.</summary>
internal static class ExerciseDrafts
{
    /// <summary>The exercise, unless a test has another.</summary>
    public const string Id = "EX-2027-1";

    /// <summary>The announcement, to those who take part: from an hour ago for some hours.</summary>
    public static DraftRecordRequest Announcement(
        string director, IEnumerable<string> participants, string id = Id, TimeSpan? startsIn = null,
        TimeSpan? endsIn = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var exercise = new Exercise
        {
            Subject = { Drafts.Text("Exercise of " + director) },
            Name = { Drafts.Text("Exercise Quiet Line") },
            DirectorId = Drafts.IdOf(director),
            StartsAt = (now + (startsIn ?? TimeSpan.FromHours(-1))).ToTimestamp(),
            EndsAt = (now + (endsIn ?? TimeSpan.FromHours(6))).ToTimestamp(),
            Objective = { Drafts.Text("To try the templates.") },
            NoDuffProcedure = { Drafts.Text("Say NO DUFF first.") },
        };
        exercise.Participants.AddRange(participants.Select(one => new ExerciseParticipant
        {
            ParticipantId = Drafts.IdOf(one),
            ConsentReference = "Note 4/27",
            ConsentedOn = "2026-01-10",
        }));
        return Inside(new DraftRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            AuthoritativeLanguages = { "en" },
            Body = new RecordBody { Exercise = exercise },
        }, id);
    }

    /// <summary>The same draft, inside an exercise.</summary>
    public static DraftRecordRequest Inside(DraftRecordRequest draft, string id = Id)
    {
        (draft.Context, draft.ExerciseId) = ("exercise", id);
        return draft;
    }

    /// <summary>With the reason that flash needs.</summary>
    public static DraftRecordRequest WithReason(this DraftRecordRequest draft)
    {
        draft.Body.IncidentNotification.PrecedenceReason = "Others are affected.";
        return draft;
    }

    /// <summary>What the director says.</summary>
    public static DraftRecordRequest Notice(string kind, string id = Id) => Inside(new DraftRecordRequest
    {
        CommandId = Drafts.NewCommand(),
        AuthoritativeLanguages = { "en" },
        Body = new RecordBody
        {
            ExerciseNotice = new ExerciseNotice
            {
                Subject = { Drafts.Text("The exercise: " + kind) },
                Precedence = "immediate",
                Kind = kind,
            },
        },
    }, id);

    /// <summary>What a State says of taking part.</summary>
    public static DraftRecordRequest Consent(string announcement, string id = Id, string answer = "consents") =>
        Inside(new DraftRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            AuthoritativeLanguages = { "en" },
            Body = new RecordBody
            {
                ExerciseConsent = new ExerciseConsent { AnnouncementId = announcement, Answer = answer },
            },
        }, id);

    /// <summary>Cleared and released, to these.</summary>
    public static async Task<ReleaseRecordResponse> ReleasedAsync(
        TestNode node, DraftRecordRequest draft, params string[] to)
    {
        var cleared = await Flow.ClearedAsync(node, draft);
        return await node.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(cleared, [.. to.Select(one => Drafts.To(one))]));
    }
}
