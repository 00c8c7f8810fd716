using CbmExchange.Simulation.World;

namespace CbmExchange.Simulation.Running;

/// <summary>What a seed means: how many nodes, how long, which faults and how often.</summary>
internal sealed record SeedPlan
{
    private const int RealKeysOneIn = 64;
    private const int LongOneIn = 50;
    private const int WaitsOneIn = 6;

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The fault built in on purpose.</summary>
    public Canary Canary { get; init; }

    /// <summary>Nodes with the real code.</summary>
    public int Nodes { get; init; }

    /// <summary>True when one more participant follows no rules.</summary>
    public bool HasAdversary { get; init; }

    /// <summary>True: ECDSA instead of the fast signer; the trace then leaves signatures out.</summary>
    public bool UsesRealKeys { get; init; }

    /// <summary>How long faults go on.</summary>
    public TimeSpan Trouble { get; init; }

    /// <summary>Longest pause between two commands of one node.</summary>
    public TimeSpan OfficerPauseMax { get; init; }

    /// <summary>Longest ordinary time of a message on the line.</summary>
    public TimeSpan LatencyMax { get; init; }

    /// <summary>Messages at which the connection breaks.</summary>
    public int CutPerMille { get; init; }

    /// <summary>Messages that arrive twice.</summary>
    public int DuplicatePerMille { get; init; }

    /// <summary>Messages that somebody on the way exchanges.</summary>
    public int TamperPerMille { get; init; }

    /// <summary>Longest pause between two partitions; none for zero.</summary>
    public TimeSpan PartitionPauseMax { get; init; }

    /// <summary>Longest pause between two crashes or stops; none for zero.</summary>
    public TimeSpan CrashPauseMax { get; init; }

    /// <summary>Crashes after which an older backup is put back, in thousandths.</summary>
    public int RestorePerMille { get; init; }

    /// <summary>
    /// True: a stream that was forged at is left alone until it is tried again by itself; else two officers lift it.
    /// </summary>
    public bool WaitsOutHolds { get; init; }

    /// <summary>How far clocks may be off.</summary>
    public TimeSpan SkewMax { get; init; }

    /// <summary>Appends refused.</summary>
    public int UnavailablePerMille { get; init; }

    /// <summary>Appends of which the outcome stays unknown.</summary>
    public int UnknownPerMille { get; init; }

    /// <summary>Appends that take seconds.</summary>
    public int StallPerMille { get; init; }

    /// <summary>How long releases that can be recalled wait; zero: everything leaves with its command.</summary>
    public TimeSpan RecallWindow { get; init; }

    /// <summary>True: members come and go, and some releases follow them.</summary>
    public bool ChangesMembership { get; init; }

    /// <summary>Draws a plan.</summary>
    public static SeedPlan Of(ulong seed, Canary canary = Canary.None)
    {
        var chance = new Chance(seed ^ 0xC0FFEE);
        var isLong = chance.OneIn(LongOneIn);
        var minutes = isLong ? 26 * 60 : 4 + chance.Below(12);
        return new SeedPlan
        {
            Seed = seed,
            Canary = canary,
            Nodes = isLong ? 2 : 3 + chance.Below(3),
            HasAdversary = !isLong && chance.OneIn(2),
            UsesRealKeys = !isLong && chance.OneIn(RealKeysOneIn),
            Trouble = TimeSpan.FromMinutes(minutes),
            OfficerPauseMax = isLong ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(10 + chance.Below(40)),
            LatencyMax = TimeSpan.FromMilliseconds(chance.Of([5, 50, 400, 3000])),
            CutPerMille = chance.Of([0, 2, 20, 60]),
            DuplicatePerMille = chance.Of([0, 0, 10, 50]),
            TamperPerMille = isLong ? 0 : chance.Of([0, 0, 10, 60]),
            PartitionPauseMax = TimeSpan.FromMinutes(isLong ? 240 : chance.Of([0, 2, 6])),
            CrashPauseMax = TimeSpan.FromMinutes(isLong ? 600 : chance.Of([0, 2, 6])),
            RestorePerMille = chance.Of([0, 200, 600]),
            WaitsOutHolds = chance.OneIn(WaitsOneIn),
            SkewMax = chance.Of([TimeSpan.Zero, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(20),
                TimeSpan.FromHours(30)]),
            UnavailablePerMille = chance.Of([0, 10, 60]),
            UnknownPerMille = chance.Of([0, 10, 60]),
            StallPerMille = chance.Of([0, 5, 30]),
            RecallWindow = TimeSpan.FromSeconds(chance.Of([0, 0, 5, 60])),
            ChangesMembership = chance.OneIn(2),
        };
    }
}
