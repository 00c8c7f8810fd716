namespace CbmExchange.Simulation.World;

/// <summary>
/// The one source of chance of a run (SplitMix64). Its own, so that a seed means the same on every version of .NET.
/// </summary>
internal sealed class Chance(ulong seed)
{
    private ulong state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to below <paramref name="below"/>.</summary>
    public int Below(int below) => (int)(Next() % (ulong)below);

    /// <summary>True once in so many times; never for 0.</summary>
    public bool OneIn(int times) => times > 0 && Below(times) == 0;

    /// <summary>True with a probability in thousandths.</summary>
    public bool PerMille(int thousandths) => Below(1000) < thousandths;

    /// <summary>A time between two.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) =>
        least + TimeSpan.FromTicks((long)(Next() % (ulong)Math.Max(1, (most - least).Ticks)));

    /// <summary>One of them.</summary>
    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Random bytes.</summary>
    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var index = 0; index < count; index++)
        {
            bytes[index] = (byte)Next();
        }

        return bytes;
    }

    /// <summary>A UUID as records have it.</summary>
    public Guid Id() => new(Bytes(16));

    /// <summary>A generator of its own: what it draws leaves this one as it is.</summary>
    public Chance Fork() => new(Next());
}
