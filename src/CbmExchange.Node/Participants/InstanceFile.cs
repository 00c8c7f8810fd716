using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CbmExchange.Domain;
using CbmExchange.Domain.Participants;
using CbmExchange.Node.Home;
using CbmExchange.Store;

namespace CbmExchange.Node.Participants;

/// <summary>
/// Who takes part in an instance, as its governance agreed: participants, bodies and memberships. The same file gives
/// the same commands, so that importing it twice changes nothing.
/// </summary>
internal sealed record InstanceFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,

        // A name that stands twice, or a value that is missing, must not be settled by chance.
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>By what authority names are as they are.</summary>
    public string? AuthorityForName { get; init; }

    /// <summary>Participants.</summary>
    public ImmutableArray<InstanceParticipant> Participants { get; init; } = [];

    /// <summary>Bodies.</summary>
    public ImmutableArray<InstanceBody> Bodies { get; init; } = [];

    /// <summary>Memberships.</summary>
    public ImmutableArray<InstanceMembership> Memberships { get; init; } = [];

    /// <summary>Reads a file; all faults at once.</summary>
    public static InstanceFile Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new StartupException($"The instance file {path} does not exist; give the right --instance.");
        }

        try
        {
            var file = JsonSerializer.Deserialize<InstanceFile>(File.ReadAllText(path), Json) ?? new InstanceFile();
            if (file.HasEmptyEntry())
            {
                throw new StartupException($"The instance file {path} holds an entry that is null; take it out.");
            }

            var faults = file.Faults().Select(fault => $"{path}: {fault}").ToImmutableArray();
            return faults.IsEmpty ? file : throw new StartupException(faults);
        }
        catch (JsonException error)
        {
            throw new StartupException($"The instance file {path} cannot be read: {error.Message} Correct the file.");
        }
    }

    /// <summary>One append per stream, each with a command id made from its content.</summary>
    public IEnumerable<AppendRequest> ToRequests(OfficerId officer, DateTimeOffset at) =>
    [
        .. Participants.Select(participant => Request(
            $"participant-{participant.ParticipantId}", participant.ToEvent(officer, at), participant)),
        .. Bodies.Select(body => Request($"body-{body.BodyId}", body.ToEvent(officer, at), body)),
        .. Memberships.Select(membership => Request(
            $"participant-{membership.ParticipantId}", membership.ToEvent(officer, at), membership)),
    ];

    /// <summary>The participant's event, found by designator or id; null when there is none.</summary>
    public ParticipantAdmitted? Find(string designatorOrId, OfficerId officer, DateTimeOffset at) => Participants
        .FirstOrDefault(participant => participant.Designator == designatorOrId
            || participant.ParticipantId == designatorOrId)?.ToEvent(officer, at);

    private static AppendRequest Request(string stream, IEvent happened, object source) => new()
    {
        CommandId = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"cbm.exchange/instance\n{stream}\n{JsonSerializer.Serialize(source, Json)}")).AsSpan(0, 16)),
        Metadata = new AppendMetadata { UserName = "import-instance" },
        Streams = [new StreamAppend(stream, null, [happened])],
    };

    private bool HasEmptyEntry() =>
        Enumerable.Concat<object?>(Participants, Bodies).Concat(Memberships).Contains(null)
        || Participants.SelectMany(one => one.Names).Concat(Bodies.SelectMany(one => one.Names)).Contains(null);

    private IEnumerable<string> Faults()
    {
        var participants =
            Participants.Select(participant => participant.ParticipantId).ToHashSet(StringComparer.Ordinal);
        var bodies = Bodies.Select(body => body.BodyId).ToHashSet(StringComparer.Ordinal);
        foreach (var id in participants.Concat(bodies)
            .Where(id => !Guid.TryParseExact(id, "D", out _) || id != id.ToLowerInvariant()))
        {
            yield return $"\"{id}\" is no UUID in lower case.";
        }

        foreach (var body in Bodies.Where(body => body.Secretariat is { } id && !participants.Contains(id)))
        {
            yield return $"The secretariat \"{body.Secretariat}\" of {body.Acronym} is no participant of the file.";
        }

        foreach (var membership in Memberships)
        {
            if (!bodies.Contains(membership.BodyId))
            {
                yield return $"A membership names \"{membership.BodyId}\", which is no body of the file.";
            }

            if (!participants.Contains(membership.ParticipantId))
            {
                yield return $"A membership names \"{membership.ParticipantId}\", which is no participant of the file.";
            }

            foreach (var date in membership.Dates.Where(date => InstanceMembership.TryDate(date) is null))
            {
                yield return $"A membership has the date \"{date}\"; write YYYY-MM-DD.";
            }
        }
    }
}
