using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Node.Home;

namespace CbmExchange.Node.Verbs;

/// <summary>What the next version of the descriptor shall be.</summary>
internal sealed record RenewalWish
{
    /// <summary>Days of the longest validity; a peer refuses more than two years (PROTOCOL.md §7).</summary>
    private const int ValidDaysMax = 730;

    /// <summary>Life of the version.</summary>
    public required TimeSpan Life { get; init; }

    /// <summary>Other endpoints; empty: as before.</summary>
    public required IReadOnlyList<string> Endpoints { get; init; }

    /// <summary>Purposes whose key is replaced.</summary>
    public required ImmutableHashSet<KeyPurpose> Rotated { get; init; }

    /// <summary>Keys in other hands.</summary>
    public required ImmutableHashSet<KeyId> Compromised { get; init; }

    /// <summary>Since when they are.</summary>
    public required DateTimeOffset? Since { get; init; }

    /// <summary>Where the recovery key lies.</summary>
    public required string RecoveryKeyFile { get; init; }

    /// <summary>
    /// Reads the wish; all faults at once. A key in force that is in other hands is replaced without being asked.
    /// </summary>
    public static RenewalWish Parse(
        VerbArguments options, NodeHome home, NodeSettings settings, IReadOnlyList<VerifiedDescriptor> versions,
        DateTimeOffset now)
    {
        var faults = new List<string>();
        var compromised = options.All("--compromised").Select(text => KeyOf(text, versions, faults)).OfType<PeerKey>()
            .ToList();
        var inForce = compromised.Where(key => versions[^1].Keys.Any(held => held.Key.Id == key.Key.Id));
        var endpoints = options.All("--endpoint");
        if (endpoints.Count > 0)
        {
            faults.AddRange(new IdentityOptions(settings.ParticipantId, settings.Designator, endpoints).Faults());
        }

        var recovery = options.Optional("--recovery-key") ?? home.RecoveryKeyFile;
        if (!File.Exists(recovery))
        {
            faults.Add(
                $"The recovery key {recovery} is not there; bring it back from where it is kept for the time of this "
                + "command, or name its file with --recovery-key.");
        }

        var wish = new RenewalWish
        {
            Life = LifeOf(options.Optional("--valid-days"), faults),
            Endpoints = endpoints,
            Rotated = [.. options.All("--rotate").Select(word => PurposeOf(word, faults)).OfType<KeyPurpose>(),
                .. inForce.Select(key => key.Purpose)],
            Compromised = [.. compromised.Select(key => key.Key.Id)],
            Since = SinceOf(options, now, faults),
            RecoveryKeyFile = recovery,
        };
        return faults.Count == 0 ? wish : throw new StartupException([.. faults]);
    }

    private static TimeSpan LifeOf(string? text, List<string> faults)
    {
        if (text is null)
        {
            return Lives.Descriptor;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            || days is < 1 or > ValidDaysMax)
        {
            faults.Add($"--valid-days is \"{text}\"; write 1 to {ValidDaysMax}.");
        }

        return TimeSpan.FromDays(days);
    }

    private static KeyPurpose? PurposeOf(string word, List<string> faults)
    {
        if (word is "statement" or "checkpoint")
        {
            return KeyPurposes.Parse(word);
        }

        faults.Add(word switch
        {
            "recovery" => "--rotate recovery is not possible: peers believe the next descriptor because this key "
                + "signed it. If it is lost or in other hands, make a new home and be admitted anew by each peer.",
            "tls-root" => "--rotate tls-root is not possible in this version; certificates under the root are renewed "
                + "with `cbmx node renew-certificates`.",
            _ => $"--rotate \"{word}\" is unknown; write statement or checkpoint.",
        });
        return null;
    }

    private static PeerKey? KeyOf(string text, IReadOnlyList<VerifiedDescriptor> versions, List<string> faults)
    {
        var key = versions.SelectMany(version => version.Keys).LastOrDefault(one => one.Key.Id.Hex == text);
        if (key is null)
        {
            faults.Add(
                $"--compromised \"{text}\" is no key of this participant; write the 64 digits of one of: "
                + string.Join(", ", versions.SelectMany(version => version.Keys)
                    .Where(one => one.Purpose != KeyPurpose.Recovery)
                    .Select(one => $"{one.Key.Id.Hex} ({KeyPurposes.Code(one.Purpose)})").Distinct()) + ".");
        }
        else if (key.Purpose == KeyPurpose.Recovery)
        {
            faults.Add(
                "--compromised names the recovery key: whoever has it can sign descriptors too. Call every peer by "
                + "telephone, make a new home and be admitted anew.");
            return null;
        }

        return key;
    }

    private static DateTimeOffset? SinceOf(VerbArguments options, DateTimeOffset now, List<string> faults)
    {
        var (text, isNeeded) = (options.Optional("--since"), options.All("--compromised").Count > 0);
        if (text is null)
        {
            if (isNeeded)
            {
                faults.Add("--since is missing: write since when the key may be in other hands, "
                    + "e.g. 2026-03-01T00:00:00Z.");
            }

            return null;
        }

        if (!isNeeded)
        {
            faults.Add("--since belongs to --compromised; give both or none.");
        }

        if (!text.EndsWith('Z') || !DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since))
        {
            faults.Add($"--since is \"{text}\"; write a time in UTC, e.g. 2026-03-01T00:00:00Z.");
            return null;
        }

        if (since > now)
        {
            faults.Add($"--since is \"{text}\", which is yet to come; the time of this machine is {now:u}.");
        }

        return since;
    }
}
