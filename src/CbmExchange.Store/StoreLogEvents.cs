namespace CbmExchange.Store;

/// <summary>Log event ids of this room, in blocks, never reused (style A4).</summary>
internal static class StoreLogEvents
{
    public const int ListenerLost = 3001;
    public const int AppendRetried = 3002;
    public const int AppendUnknown = 3003;
    public const int AppendBatchRefused = 3004;
    public const int AppendDiskFull = 3005;

    public const int ProjectionStopped = 3101;
    public const int ProjectionWaits = 3102;
    public const int ProjectionRebuilt = 3103;
    public const int ProjectionGoesOn = 3104;

    public const int ServerStarted = 3201;
    public const int ServerAdopted = 3202;
    public const int ServerStopped = 3203;
    public const int ServerEnded = 3204;
    public const int ServerRestarted = 3205;
    public const int ServerNotRestarted = 3206;
    public const int ServerHung = 3207;
}
