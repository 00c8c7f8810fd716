using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Web.Exercises;

/// <summary>Who takes part, as a director types it: "XB; Note 9/27; 2027-01-12", one a line.</summary>
internal static class ExercisePlayers
{
    /// <summary>Those named; and the first line that is not understood, so that nobody is left out unnoticed.</summary>
    public static (ExerciseParticipant[] Found, string Unknown) Read(
        string typed, IReadOnlyCollection<ParticipantView> participants)
    {
        var found = new List<ExerciseParticipant>();
        foreach (var line in typed.Split(
            ['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Arabic and Chinese keyboards have semicolons of their own.
            var parts = line.Split([';', '؛', '；'], StringSplitOptions.TrimEntries);
            if (parts.Length != 3 || IdOf(parts[0], participants) is not { Length: > 0 } id)
            {
                return ([], line);
            }

            found.Add(new ExerciseParticipant
            {
                ParticipantId = id, ConsentReference = parts[1], ConsentedOn = parts[2],
            });
        }

        return ([.. found], "");
    }

    /// <summary>Participant id of a designator; empty when there is none.</summary>
    public static string IdOf(string designator, IEnumerable<ParticipantView> participants) =>
        participants.FirstOrDefault(one =>
            string.Equals(one.Designator, designator, StringComparison.OrdinalIgnoreCase))?.ParticipantId ?? "";
}
