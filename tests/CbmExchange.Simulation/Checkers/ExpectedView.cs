using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Simulation.World;

namespace CbmExchange.Simulation.Checkers;

/// <summary>
/// The rules of release once more, as simply as they can be said: who is reached by a release and what each may read.
/// </summary>
internal sealed class ExpectedView(
    SimulatedWorld world, ParticipantId self, RecordModel record, StatedRelease released,
    IReadOnlySet<ParticipantId> members)
{
    private static readonly string[] Strictest =
        [TlpLabels.Red, TlpLabels.AmberStrict, TlpLabels.Amber, TlpLabels.Green, TlpLabels.Clear];

    private JsonElement Content => record.Contents[released.Version];

    /// <summary>Everyone that the release reaches, whether anything changes for them or not.</summary>
    public IEnumerable<ParticipantId> Reached() => world.Participants.Where(participant => participant != self
        && (GrantsFor(participant).Count > 0
            || (released.IsCorrection && record.Given.ContainsKey(participant))));

    /// <summary>What a recipient is given.</summary>
    /// <param name="participant">Who.</param>
    /// <param name="limit">What it is given at most: a release that waited gives nothing that was not shown.</param>
    public GivenModel For(ParticipantId participant, GivenModel? limit = null)
    {
        var share = ShareOf(participant);
        var leaves = new HashSet<string>(StringComparer.Ordinal);
        var whole = new HashSet<string>(StringComparer.Ordinal);
        var fields = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var field in Content.EnumerateObject())
        {
            var parts = Parts(field).ToList();
            var given = parts.Where(part => IsGiven(share, field.Name, part)
                && limit?.Leaves.Contains(part.Path) != false).ToList();
            if (given.Count == 0)
            {
                continue;
            }

            leaves.UnionWith(given.Select(part => part.Path));
            if (given.Count == parts.Count)
            {
                whole.Add(field.Name);
            }

            fields[field.Name] = field.Value.ValueKind == JsonValueKind.Array
                ? new JsonArray([.. given.Select(part => JsonNode.Parse(part.Value.GetRawText()))])
                : JsonNode.Parse(field.Value.GetRawText());
        }

        var staysOut = share.Before is { IsNarrowed: true } && !IsBack(participant);
        return new GivenModel(
            released.Version, leaves, whole, OpenedStatement.Text(fields), LabelOf(share, limit), staysOut);
    }

    /// <summary>True when the recipient must be told.</summary>
    public bool IsNews(ParticipantId participant, GivenModel next) =>
        record.Given.GetValueOrDefault(participant) is not { } before || IsBack(participant) || before.Tlp != next.Tlp
        || WithoutDate(before.View) != WithoutDate(next.View);

    /// <summary>A field's parts: itself, or each element of a list under its name.</summary>
    public static IEnumerable<(string Path, JsonElement Value)> Parts(JsonProperty field)
    {
        if (field.Value.ValueKind != JsonValueKind.Array)
        {
            yield return (field.Name, field.Value);
            yield break;
        }

        var items = field.Value.EnumerateArray().ToList();
        var names = items.Select(NameOf).ToList();
        for (var index = 0; index < items.Count; index++)
        {
            var isUnique = names[index] is { } name && names.Count(other => other == name) == 1;
            yield return ($"{field.Name}/{(isUnique ? names[index] : $"#{index}")}", items[index]);
        }
    }

    private static string? NameOf(JsonElement item)
    {
        foreach (var key in (string[])["id", "lang"])
        {
            if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty(key, out var value))
            {
                return value.GetString();
            }
        }

        return null;
    }

    private static bool Gives(PartSelection parts, string field, string path)
    {
        var isNamed = parts.Paths.Any(one => one.ToString() == path || one.ToString() == field);
        return parts.Mode == PartSelection.AllMode || isNamed == (parts.Mode == PartSelection.OnlyMode);
    }

    private static bool IsAddressee(JsonElement value, ParticipantId participant) =>
        value.GetProperty("participantId").GetString() == participant.Value;

    private static string WithoutDate(string view)
    {
        var fields = JsonNode.Parse(view)!.AsObject();
        fields.Remove("authoredAt");
        return fields.ToJsonString();
    }

    private static string LabelOf(Share share, GivenModel? limit)
    {
        var labels = share.Grants.Select(grant => grant.Marking.Tlp).ToList();
        if (share.IsSame || share.IsAgain)
        {
            labels.Add(share.Before!.Tlp);
        }

        if (limit is not null)
        {
            labels.Add(limit.Tlp);
        }

        return Strictest.First(labels.Contains);
    }

    private Share ShareOf(ParticipantId participant)
    {
        var before = record.Given.GetValueOrDefault(participant);
        return new Share(
            participant, GrantsFor(participant), before,
            before?.Version == released.Version && !IsBack(participant),
            released.IsCorrection && before is not null);
    }

    private bool IsGiven(Share share, string field, (string Path, JsonElement Value) part)
    {
        if (share.IsSame && share.Before!.Leaves.Contains(part.Path))
        {
            return true;
        }

        var isMeant = IsAlways(field) || share.Grants.Exists(grant => Gives(grant.Parts, field, part.Path))
            || (share.IsAgain && WasGiven(share.Before!, field, part));
        return isMeant && (field != "addressees" || IsAddressee(part.Value, share.Participant));
    }

    private bool IsAlways(string field) => field is "referenceNumber" or "authoredAt" || (record.RecordType switch
    {
        RecordTypes.IncidentNotification => field is "precedence" or "stage" or "purpose" or "expiresAt",
        RecordTypes.Acknowledgement => field is "ofRecord" or "dutyDesk" or "at",
        RecordTypes.Response => field is "precedence" or "ofRecord" or "kind",
        "advisory" => field is "expiresAt",
        "assistance-request" => field is "precedence",
        _ => false,
    });

    // An element that has no name of its own is the same one when it reads the same.
    private static bool WasGiven(GivenModel before, string field, (string Path, JsonElement Value) part)
    {
        if (before.Whole.Contains(field))
        {
            return true;
        }

        return part.Path.Contains("/#", StringComparison.Ordinal)
            ? JsonNode.Parse(before.View)![field] is JsonArray known
                && known.Any(one => JsonNode.DeepEquals(one, JsonNode.Parse(part.Value.GetRawText())))
            : before.Leaves.Contains(part.Path);
    }

    // Whoever was taken out comes back when a grant names it, never with a body (decision 0020).
    private List<ReleaseGrant> GrantsFor(ParticipantId participant) =>
        released.Grants.Any(grant => grant.Audience.Exclude.Contains(participant))
            ? []
            : [.. released.Grants.Where(grant => grant.Audience.Include.Any(member => Means(member, participant)
                && (!IsOut(participant) || member.Kind == AudienceMember.ParticipantKind)))];

    private bool IsOut(ParticipantId participant) =>
        record.Given.GetValueOrDefault(participant) is { IsNarrowed: true };

    private bool IsBack(ParticipantId participant) => IsOut(participant) && GrantsFor(participant).Count > 0;

    private bool Means(AudienceMember member, ParticipantId participant) => member.Kind switch
    {
        AudienceMember.ParticipantKind => member.Id == participant.Value,
        AudienceMember.BodyMembersKind => members.Contains(participant),
        _ => participant == world.Nodes[^1].Participant,
    };

    private sealed record Share(
        ParticipantId Participant, List<ReleaseGrant> Grants, GivenModel? Before, bool IsSame, bool IsAgain);
}

/// <summary>What a release says: which version to whom.</summary>
/// <param name="Version">The version.</param>
/// <param name="Grants">Its grants.</param>
/// <param name="IsCorrection">True when it goes by itself to all who hold the record.</param>
internal sealed record StatedRelease(int Version, ImmutableArray<ReleaseGrant> Grants, bool IsCorrection);
