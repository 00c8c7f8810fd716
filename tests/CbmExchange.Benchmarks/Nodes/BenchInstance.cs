using System.Text.Json;
using CbmExchange.Node.Tests.PeerStreams;

namespace CbmExchange.Benchmarks.Nodes;

/// <summary>An instance as large as one is built for: XA and participants X1, X2, …, all invented.</summary>
internal static class BenchInstance
{
    /// <summary>Participants of one instance (design.md §5).</summary>
    public const int ParticipantsMax = 250;

    /// <summary>Id of the participant with this number, as <see cref="TestParticipant"/> has it.</summary>
    public static string IdOf(int number) => $"0a000000-0000-4000-8000-{number:d12}";

    /// <summary>Writes the file; answers its path.</summary>
    public static string Write(string folder, int others = ParticipantsMax - 1)
    {
        var participants = Enumerable.Range(1, others)
            .Select(number => Participant(IdOf(number), $"X{number}", $"Province {number}"))
            .Prepend(Participant(IdOf(0), "XA", "Xandria"));
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, "instance.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            authorityForName = "invented for benchmarks",
            participants,
            bodies = Array.Empty<object>(),
            memberships = Array.Empty<object>(),
        }));
        return path;
    }

    private static object Participant(string id, string designator, string name) => new
    {
        participantId = id,
        designator,
        kind = "state",
        names = new[] { new { lang = "en", text = name } },
        designationNote = "invented",
        status = "active",
    };
}
